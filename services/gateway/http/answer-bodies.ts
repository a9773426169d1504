import { promisify } from "node:util";
import { constants, gzip } from "node:zlib";
import type { FastifyInstance, FastifyReply } from "fastify";
import { OBJECT_FROM_BYTES } from "../../../core/stored-object.ts";
import type { Blob } from "../../../proto/gen/longshore/v1/Blob.ts";
import type { Task } from "../../../proto/gen/longshore/v1/Task.ts";
import { writeMessage } from "../../../proto/write-message.ts";

const compress = promisify(gzip);

/** A shorter answer is not worth compressing, in bytes. */
const COMPRESS_FROM = 1_024;

/** Compresses text and JSON for callers that take `gzip`. */
export function addCompression(app: FastifyInstance): void {
  app.addHook<string | Buffer>("onSend", (request, reply, payload, done) => {
    const isBody = typeof payload === "string" || Buffer.isBuffer(payload);
    if (!isBody || payload.length <= COMPRESS_FROM || !takesGzip(request.headers) || !isText(reply)) {
      done(null, payload);
      return;
    }
    reply.header("content-encoding", "gzip").header("vary", "accept-encoding");
    reply.removeHeader("content-length");
    // What is large is sent soon rather than small.
    const level =
      payload.length > OBJECT_FROM_BYTES ? constants.Z_BEST_SPEED : constants.Z_DEFAULT_COMPRESSION;
    compress(payload, { level }).then(
      (compressed) => done(null, compressed),
      (error: Error) => done(error),
    );
  });
}

function takesGzip({
  "accept-encoding": accepted = "",
}: {
  "accept-encoding"?: string | string[] | undefined;
}): boolean {
  return /(^|[\s,])gzip(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(accepted));
}

function isText(reply: FastifyReply): boolean {
  if (reply.hasHeader("content-encoding")) return false;
  return /^(application\/json|text\/)/.test(String(reply.getHeader("content-type") ?? ""));
}

/** Sends a message as JSON. Large JSON in a task is put into the text as it is: it is parsed by whoever reads it. */
export function sendMessage(reply: FastifyReply, typeName: string, answer: object): FastifyReply {
  if (typeName !== "longshore.v1.Task") return reply.send(writeMessage(typeName, answer));
  const { payloadBytes, resultBytes, ...rest } = answer as Task;
  const payload = largeJsonOf(payloadBytes);
  const result = largeJsonOf(resultBytes);
  if (payload === undefined && result === undefined) return reply.send(writeMessage(typeName, answer));
  const others = { ...rest, ...(payload === undefined && payloadBytes && { payloadBytes }) };
  const text = JSON.stringify(writeMessage(typeName, others));
  const parts: Uint8Array[] = [Buffer.from(text.slice(0, -1))];
  if (payload !== undefined) parts.push(Buffer.from(',"payload":'), payload);
  if (result !== undefined) parts.push(Buffer.from(',"result":'), result);
  parts.push(Buffer.from("}"));
  return reply.type("application/json; charset=utf-8").send(Buffer.concat(parts));
}

function largeJsonOf(blob: Blob | null | undefined): Buffer | undefined {
  if (blob?.contentType !== "application/json" || !Buffer.isBuffer(blob.data)) return undefined;
  return blob.data.length > OBJECT_FROM_BYTES ? blob.data : undefined;
}
