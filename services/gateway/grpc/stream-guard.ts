import type {
  Http2Server,
  IncomingHttpHeaders,
  OutgoingHttpHeaders,
  ServerHttp2Session,
  ServerHttp2Stream,
} from "node:http2";
import type * as grpc from "@grpc/grpc-js";
import { LongshoreError } from "../../../core/error.ts";
import type { Headers } from "../caller.ts";
import { ENHANCE_YOUR_CALM, PendingRequests } from "./pending-requests.ts";
import { toServiceError } from "./status.ts";
import { readTimeout } from "./timeout-header.ts";
import { WasteBudget } from "./waste-budget.ts";

/** What grpc-js does not limit by itself. */
export interface GuardLimits {
  /** All metadata of a call, names and values, in bytes. */
  readonly metadataBytes: number;
  /** A peer that has said nothing of HTTP/2 by then is cut off, in milliseconds after its connection was taken. */
  readonly prefaceMs: number;
  /** How long a request may take to arrive, in milliseconds; longer as long as it comes at `bytesPerSecond`. */
  readonly requestMs: number;
  readonly bytesPerSecond: number;
  /** The bytes of all requests together that have not arrived completely. */
  readonly pendingBytes: number;
}

/** Why a call is refused as soon as its headers are there; undefined when it is not. `TaskService/SubmitTask`. */
export type EarlyRefusal = (method: string, headers: Headers) => LongshoreError | undefined;

/** What comes before the name of a service in a path. */
const PACKAGE = "/longshore.v1.";

type OnStream = (
  stream: ServerHttp2Stream,
  headers: IncomingHttpHeaders,
  flags: number,
  raw: string[],
) => void;

/**
 * Stands before grpc-js: refuses what has too much metadata or a timeout that is none, shortens timeouts that no timer can hold,
 * ends requests that do not get complete, and connections whose calls are taken back before they were looked at. All of it costs a
 * call neither a promise nor a timer.
 *
 * @param earlyRefusal asked of every call of ours that comes with headers as they should be
 * @param onMisuse told the address of each connection that was ended for what it sent
 */
export function guardStreams(
  server: Http2Server,
  limits: GuardLimits,
  earlyRefusal: EarlyRefusal,
  onMisuse: (address: string) => void,
): PendingRequests {
  const waste = new WasteBudget((session) => {
    const address = session.socket?.remoteAddress;
    session.destroy(undefined, ENHANCE_YOUR_CALM);
    if (address !== undefined) onMisuse(address);
  });
  const pending = new PendingRequests(limits, waste);
  const [serve, ...others] = server.listeners("stream") as OnStream[];
  if (serve === undefined || others.length > 0)
    throw new Error("the gRPC server has another listener than one");
  server.removeAllListeners("stream");
  server.on("stream", ((stream, headers, flags, raw) => {
    const problem = checkHeaders(headers, raw, limits);
    const refusal = problem ?? refusalOf(headers, earlyRefusal);
    if (refusal === undefined) serve.call(server, stream, headers, flags, raw);
    else refuse(stream, refusal);
    pending.follow(stream);
    if (problem !== undefined && stream.session !== undefined)
      waste.spend(stream.session as ServerHttp2Session, performance.now());
  }) satisfies OnStream as never);
  server.on("session", (session: ServerHttp2Session) => awaitPreface(session, limits.prefaceMs));
  server.on("sessionError", (error: NodeJS.ErrnoException, session: ServerHttp2Session) => {
    const address = session.socket?.remoteAddress;
    if (error.code?.startsWith("ERR_HTTP2") && address !== undefined) onMisuse(address);
  });
  return pending;
}

function refusalOf(headers: IncomingHttpHeaders, earlyRefusal: EarlyRefusal): LongshoreError | undefined {
  const path = headers[":path"];
  if (path?.startsWith(PACKAGE) !== true) return undefined;
  return earlyRefusal(path.slice(PACKAGE.length), (name) => {
    const value = headers[name];
    return typeof value === "string" ? value : undefined;
  });
}

function checkHeaders(
  headers: IncomingHttpHeaders,
  raw: readonly string[],
  { metadataBytes }: GuardLimits,
): LongshoreError | undefined {
  let size = 0;
  for (const text of raw) size += text.length;
  if (size > metadataBytes)
    return new LongshoreError("METADATA_TOO_LARGE", { size: String(size), limit: String(metadataBytes) });
  const given = headers["grpc-timeout"];
  if (given === undefined) return undefined;
  const timeout = readTimeout(String(given));
  if (timeout === undefined)
    return new LongshoreError("TIMEOUT_INVALID", { timeout: String(given).slice(0, 64) });
  headers["grpc-timeout"] = timeout;
  return undefined;
}

/** Answers with a status and nothing else. What still comes of the request is thrown away. */
function refuse(stream: ServerHttp2Stream, problem: LongshoreError): void {
  stream.on("error", () => undefined);
  stream.respond(headersOf(toServiceError(problem, () => undefined)), { endStream: true });
  stream.resume();
}

/** Those of errors that many calls share are made once. */
const headersOfStatus = new WeakMap<grpc.StatusObject, OutgoingHttpHeaders>();

function headersOf(status: grpc.StatusObject): OutgoingHttpHeaders {
  const known = headersOfStatus.get(status);
  if (known !== undefined) return known;
  const { code, details, metadata } = status;
  const headers = {
    ":status": 200,
    "content-type": "application/grpc+proto",
    "grpc-status": String(code),
    "grpc-message": encodeURI(details),
    ...(metadata.toHttp2Headers() as Record<string, string>),
  };
  headersOfStatus.set(status, headers);
  return headers;
}

/** A connection counts for nothing until its peer has sent its settings, which is the first that HTTP/2 asks of it. */
function awaitPreface(session: ServerHttp2Session, prefaceMs: number): void {
  const timer = setTimeout(() => session.destroy(), prefaceMs);
  timer.unref();
  session.once("remoteSettings", () => clearTimeout(timer));
  session.once("close", () => clearTimeout(timer));
}
