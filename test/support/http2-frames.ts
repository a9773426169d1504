import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Frames of HTTP/2 (RFC 9113) byte by byte: what no library would send. */

export const FRAME = {
  data: 0,
  headers: 1,
  reset: 3,
  settings: 4,
  ping: 6,
  goaway: 7,
  windowUpdate: 8,
  continuation: 9,
} as const;

export const FLAG = { none: 0, ack: 1, endStream: 1, endHeaders: 4 } as const;

/** What a client says first. */
export const PREFACE = Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "latin1");

export function frame(
  type: number,
  flags: number,
  stream: number,
  payload: Buffer = Buffer.alloc(0),
): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

export const SETTINGS = frame(FRAME.settings, FLAG.none, 0);
export const SETTINGS_ACK = frame(FRAME.settings, FLAG.ack, 0);

export function number32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** A block of headers, each spelled out (HPACK, RFC 7541 6.2.2, no table, no Huffman code). */
export function headerBlock(headers: readonly (readonly [string, string])[]): Buffer {
  const parts = headers.flatMap(([name, value]) => [Buffer.from([0]), hpackText(name), hpackText(value)]);
  return Buffer.concat(parts);
}

function hpackText(text: string): Buffer {
  const bytes = Buffer.from(text, "latin1");
  return Buffer.concat([hpackLength(bytes.length), bytes]);
}

function hpackLength(length: number): Buffer {
  if (length < 127) return Buffer.from([length]);
  const bytes = [127];
  let rest = length - 127;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return Buffer.from([...bytes, rest]);
}

/** The headers of a gRPC call. */
export function callHeaders(path: string, more: readonly (readonly [string, string])[] = []): Buffer {
  return headerBlock([
    [":method", "POST"],
    [":scheme", "http"],
    [":path", path],
    [":authority", "gateway"],
    ["te", "trailers"],
    ["content-type", "application/grpc"],
    ...more,
  ]);
}

/** A message as gRPC frames it. */
export function grpcMessage(bytes: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0]), number32(bytes.length), bytes]);
}

/** A connection that keeps what it is sent. */
export interface RawPeer {
  readonly socket: Socket;
  received(): Buffer;
  readonly closed: Promise<void>;
  /** Sends, waiting where the other side does not read; stops when it has closed. False when it has. */
  send(bytes: Buffer): Promise<boolean>;
}

export async function connectRaw(port: number, from = "127.0.0.1"): Promise<RawPeer> {
  const socket = connect({ host: "127.0.0.1", port, localAddress: from });
  const chunks: Buffer[] = [];
  socket.on("data", (chunk) => void chunks.push(chunk));
  socket.on("error", () => undefined);
  const closed = new Promise<void>((resolve) => socket.once("close", () => resolve()));
  await Promise.race([once(socket, "connect"), closed]);
  return {
    socket,
    closed,
    received: () => Buffer.concat(chunks),
    async send(bytes) {
      if (socket.destroyed) return false;
      if (!socket.write(bytes)) await Promise.race([once(socket, "drain").catch(() => undefined), closed]);
      return !socket.destroyed;
    },
  };
}

/** The frames in what was received, the last one only when it is whole. */
export function readFrames(
  bytes: Buffer,
): { readonly type: number; readonly flags: number; readonly stream: number; readonly payload: Buffer }[] {
  const frames = [];
  for (let at = 0; at + 9 <= bytes.length; ) {
    const length = bytes.readUIntBE(at, 3);
    if (at + 9 + length > bytes.length) break;
    const [type = 0, flags = 0] = [bytes[at + 3], bytes[at + 4]];
    frames.push({
      type,
      flags,
      stream: bytes.readUInt32BE(at + 5),
      payload: bytes.subarray(at + 9, at + 9 + length),
    });
    at += 9 + length;
  }
  return frames;
}
