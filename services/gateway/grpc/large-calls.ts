import type * as grpc from "@grpc/grpc-js";
import type { CallGate } from "../call-gate.ts";
import { authenticate } from "../caller.ts";
import type { Inflater } from "../inflater.ts";
import { LARGE_BODY_BYTES, type LargeBodies } from "../large-bodies.ts";
import { addressOfPeer } from "../peer-address.ts";
import { type OnInternal, toServiceError } from "./status.ts";

/**
 * The most bytes of one request, but for one with a large payload. A batch that would be larger has to be split, and gRPC itself
 * refuses it before any of it is read.
 */
export const MAX_MESSAGE_BYTES = 16 * 1024 ** 2;

/** What comes before a message on the wire: whether it is compressed, and its length. */
const FRAME_BYTES = 5;

/** What a request may take beside its payload, in bytes. */
const SLACK_BYTES = 1024 ** 2;

/** The methods whose one payload may be large. */
export const LARGE_METHODS: ReadonlySet<string> = new Set(
  ["SubmitTask", "UpdateTask", "RetryTask"].map((name) => `/longshore.v1.TaskService/${name}`),
);

export interface LargeCallsDeps {
  readonly payloadMaxBytes: number;
  readonly largeBodies: LargeBodies;
  readonly inflater: Inflater;
  readonly gate: CallGate;
  readonly onInternal: OnInternal;
}

/**
 * What grpc-js 1.14.7 has of a call before anything of its request is read. None of it is public: with its own means a server has
 * one limit for all methods, reads what nobody has been allowed to send, and inflates whatever comes, all at the same time.
 */
interface OpenedCall {
  readonly stream: { once(event: "close", listener: () => void): unknown };
  readonly decoder: { maxReadMessageLength: number; readonly readMessageSize: number };
  readonly metadata: grpc.Metadata;
  readonly incomingEncoding: string;
  maxReceiveMessageSize: number;
  handleDataFrame: (data: Buffer) => void;
  decompressMessage: (message: Buffer, encoding: string) => Promise<Buffer> | Buffer;
  getPeer(): string;
  sendStatus(status: Partial<grpc.StatusObject>): void;
}

/** Looks after large and compressed requests before they are read: no promise and no look at what others send. */
export function largeCalls(deps: LargeCallsDeps): grpc.ServerInterceptor {
  return (method, call) => {
    const opened = call as unknown as OpenedCall;
    // Of another version of grpc-js, where calls look different, the limits of the server's options are left.
    if (opened.decoder?.readMessageSize === 0 && typeof opened.handleDataFrame === "function") {
      if (LARGE_METHODS.has(method.path)) allowLarge(opened, deps);
      admitBySize(opened, deps);
      if (opened.incomingEncoding !== "identity") inflateWithin(opened, deps);
    }
    return call as grpc.ServerInterceptingCall;
  };
}

/** A compressed one has the limit of all others. */
function allowLarge(call: OpenedCall, { payloadMaxBytes }: LargeCallsDeps): void {
  if (call.incomingEncoding !== "identity") return;
  const maxBytes = Math.max(MAX_MESSAGE_BYTES, payloadMaxBytes + SLACK_BYTES);
  call.decoder.maxReadMessageLength = maxBytes;
  call.maxReceiveMessageSize = maxBytes;
}

/** Once the first bytes of a request have told its size, a large one needs a valid key and room. */
function admitBySize(call: OpenedCall, deps: LargeCallsDeps): void {
  const handle = call.handleDataFrame;
  call.handleDataFrame = (data) => {
    handle.call(call, data);
    const bytes = call.decoder.readMessageSize;
    if (bytes === 0) return;
    // From here on the call is as any other.
    call.handleDataFrame = handle;
    if (bytes <= LARGE_BODY_BYTES) return;
    const refusal = admit(call, bytes, deps);
    if (refusal !== undefined) call.sendStatus(refusal);
  };
}

/** Takes room for a request; what its caller is told when there is none, or when it has no valid key. */
function admit(
  call: OpenedCall,
  bytes: number,
  { largeBodies, gate, onInternal }: LargeCallsDeps,
): grpc.StatusObject | undefined {
  try {
    const from = addressOfPeer(call.getPeer());
    const headers = (name: string) => headerOf(call.metadata, name);
    authenticate(headers, gate.credentials, Date.now(), (keyId) => gate.wrongKeys.refuse(from, keyId));
    call.stream.once("close", largeBodies.take(bytes));
    return undefined;
  } catch (error) {
    return toServiceError(error, onInternal);
  }
}

/** A compressed request takes room once it is inflated, as if it had come so. What is rejected here is told to the caller. */
function inflateWithin(call: OpenedCall, deps: LargeCallsDeps): void {
  const inflateOther = call.decompressMessage;
  call.decompressMessage = async (message, encoding) => {
    if (encoding !== "gzip" && encoding !== "deflate") return inflateOther.call(call, message, encoding);
    const inflated = await deps.inflater
      .inflate(message.subarray(FRAME_BYTES), encoding, MAX_MESSAGE_BYTES)
      .catch((error: unknown) => {
        throw toServiceError(error, deps.onInternal);
      });
    const refusal = inflated.length > LARGE_BODY_BYTES ? admit(call, inflated.length, deps) : undefined;
    if (refusal !== undefined) throw refusal;
    return inflated;
  };
}

function headerOf(metadata: grpc.Metadata, name: string): string | undefined {
  const [value] = metadata.get(name);
  return typeof value === "string" ? value : undefined;
}
