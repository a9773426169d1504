import { Transform } from "node:stream";
import { createGunzip, createInflate, type Gunzip, type Inflate } from "node:zlib";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { LongshoreError } from "../../../core/error.ts";
import { authenticate } from "../caller.ts";
import { CHUNK_BYTES } from "../inflater.ts";
import { LARGE_BODY_BYTES, LargeBodies } from "../large-bodies.ts";
import { plainAddress } from "../peer-address.ts";
import { MAX_BODY_BYTES } from "./error-body.ts";
import type { HttpServerDeps } from "./http-deps.ts";
import type { Route } from "./routes.ts";

/** The methods whose one payload may be large. */
const LARGE_METHODS: ReadonlySet<Route["method"]> = new Set([
  "TaskService/SubmitTask",
  "TaskService/UpdateTask",
  "TaskService/RetryTask",
]);

/** What a request may take beside its payload, in bytes. */
const SLACK_BYTES = 1024 ** 2;

/** The most bytes of a body with the largest payload, in base64; nothing for methods without one. */
export function bodyLimitOf(
  method: Route["method"],
  { payloadMaxBytes }: Pick<HttpServerDeps, "payloadMaxBytes">,
): { bodyLimit?: number } {
  return LARGE_METHODS.has(method) ? { bodyLimit: Math.ceil((payloadMaxBytes * 4) / 3) + SLACK_BYTES } : {};
}

/**
 * Looks after bodies before they are read: large ones need a valid key and room, compressed ones (`gzip`, `deflate`) as well, and no
 * more is inflated of them than 16 MiB. What is small and plain goes through without a promise.
 */
export function addRequestBodies(app: FastifyInstance, deps: HttpServerDeps): void {
  // What is compressed has room of its own: with a few bytes it takes much, and must not keep others out.
  const inflating = new LargeBodies(MAX_BODY_BYTES);
  app.addHook("preParsing", (request, reply, payload, done) => {
    const { "content-encoding": encoding, "content-length": length } = request.headers;
    const bytes = length === undefined ? Number.NaN : Number(length);
    const isPlain = encoding === undefined || encoding === "identity";
    // A body without a length is one only when it says how it comes.
    if (isPlain && (bytes <= LARGE_BODY_BYTES || (length === undefined && !isChunked(request)))) {
      done(null, payload);
      return;
    }
    try {
      const from = plainAddress(request.ip);
      authenticate(headersOf(request), deps.gate.credentials, Date.now(), (keyId) =>
        deps.gate.wrongKeys.refuse(from, keyId),
      );
      const { bodyLimit } = request.routeOptions;
      const limit = isPlain ? bodyLimit : Math.min(bodyLimit, MAX_BODY_BYTES);
      if (isPlain && bytes <= limit) {
        reply.raw.once("close", deps.largeBodies.take(bytes));
        done(null, payload);
        return;
      }
      const meter = new Meter(limit, isPlain ? deps.largeBodies : inflating, reply);
      const inflater = isPlain ? undefined : inflaterFor(encoding);
      // It says how much comes over the wire, and that is not what is read.
      if (inflater !== undefined) delete request.headers["content-length"];
      const source = inflater === undefined ? payload : payload.pipe(inflater);
      source.on("error", (error: Error) =>
        meter.destroy(unreadable(`the body is damaged: ${error.message}`)),
      );
      // What has been refused is not inflated any further.
      meter.on("close", () => inflater?.destroy());
      done(null, source.pipe(meter));
    } catch (error) {
      done(error as Error);
    }
  });
}

/** Lets a body through up to its limit, and takes room for each part of it. */
class Meter extends Transform {
  readonly #limit: number;
  readonly #largeBodies: LargeBodies;
  readonly #taken: (() => void)[] = [];
  #bytes = 0;

  constructor(limit: number, largeBodies: LargeBodies, reply: FastifyReply) {
    super();
    this.#limit = limit;
    this.#largeBodies = largeBodies;
    reply.raw.once("close", () => {
      for (const giveBack of this.#taken) giveBack();
    });
  }

  override _transform(
    chunk: Buffer,
    _encoding: string,
    done: (error: Error | null, chunk?: Buffer) => void,
  ): void {
    this.#bytes += chunk.length;
    if (this.#bytes > this.#limit) {
      done(new LongshoreError("REQUEST_TOO_LARGE", { limit: String(this.#limit) }));
      return;
    }
    try {
      this.#taken.push(this.#largeBodies.take(chunk.length));
      done(null, chunk);
    } catch (error) {
      done(error as Error);
    }
  }
}

function inflaterFor(encoding: string): Gunzip | Inflate {
  if (encoding === "gzip" || encoding === "x-gzip") return createGunzip({ chunkSize: CHUNK_BYTES });
  if (encoding === "deflate") return createInflate({ chunkSize: CHUNK_BYTES });
  throw unreadable(`the content-encoding ${JSON.stringify(encoding.slice(0, 40))} is none of gzip, deflate`);
}

function isChunked({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined;
}

function headersOf({ headers }: FastifyRequest) {
  return (name: string) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  };
}

function unreadable(problem: string): LongshoreError {
  return new LongshoreError("REQUEST_UNREADABLE", { problem });
}
