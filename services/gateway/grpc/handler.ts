import * as grpc from "@grpc/grpc-js";
import type { CallGate } from "../call-gate.ts";
import type { Emit, StreamMethod, UnaryMethod } from "../method.ts";
import { addressOfPeer } from "../peer-address.ts";
import { reportInternal } from "../report-internal.ts";
import { type IncomingCall, type Served, serveCall } from "../serve-call.ts";
import { toServiceError } from "./status.ts";
import { readable } from "./unreadable-request.ts";

/** A method with one answer as grpc-js wants it. What it throws becomes a status with details. */
export function unaryHandler<Request, Answer>(
  gate: CallGate,
  method: UnaryMethod<Request, Answer>,
): grpc.handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    const run = serveCall(gate, incoming(call), method.capMs, (caller) =>
      method.run(readable(call.request), caller),
    );
    void run.then((served) => {
      if (served.ok) callback(null, served.answer);
      else callback(statusOf(served, gate));
    });
  };
}

/** The same for a method that answers with a stream. */
export function streamHandler<Request, Answer>(
  gate: CallGate,
  method: StreamMethod<Request, Answer>,
): grpc.handleServerStreamingCall<Request, Answer> {
  return (call) => {
    const emit = emitter(call);
    const run = serveCall(gate, incoming(call), Number.POSITIVE_INFINITY, (caller) =>
      method.run(readable(call.request), caller, emit),
    );
    void run.then((served) => {
      if (served.ok) call.end();
      else call.emit("error", statusOf(served, gate));
    });
  };
}

/** What calls of every kind have. */
interface AnyCall {
  readonly metadata: grpc.Metadata;
  readonly cancelled: boolean;
  getDeadline(): grpc.Deadline;
  getPath(): string;
  /** `address:port`. */
  getPeer(): string;
  on(event: "cancelled", listener: () => void): unknown;
}

/** What comes before the name of a service in a path. */
const PACKAGE = "/longshore.v1.";

function incoming(call: AnyCall): IncomingCall {
  return {
    method: call.getPath().slice(PACKAGE.length),
    headers(name) {
      const [value] = call.metadata.get(name);
      return typeof value === "string" ? value : undefined;
    },
    from: addressOfPeer(call.getPeer()),
    deadline: Number(call.getDeadline()),
    isGone: () => call.cancelled,
    onGone: (listener) => void call.on("cancelled", listener),
  };
}

function statusOf(served: Served<unknown> & { ok: false }, gate: CallGate): grpc.StatusObject {
  return served.isGone ? NOBODY_WAITS : toServiceError(served.error, reportInternal(gate.log));
}

/** The caller has gone, or its deadline has passed: gRPC has told it so already. */
const NOBODY_WAITS: grpc.StatusObject = {
  code: grpc.status.CANCELLED,
  details: "the caller has gone",
  metadata: new grpc.Metadata(),
};

function emitter<Answer>(call: grpc.ServerWritableStream<unknown, Answer>): Emit<Answer> {
  let hasRoom = true;
  let onRoom = () => {};
  const freed = () => {
    hasRoom = true;
    onRoom();
  };
  call.on("drain", freed);
  call.on("cancelled", freed);
  return {
    hasRoom: () => hasRoom && !call.cancelled,
    async send(answer) {
      if (call.cancelled) return;
      hasRoom = call.write(answer);
      if (hasRoom) return;
      await new Promise<void>((resolve) => {
        onRoom = resolve;
      });
    },
  };
}
