import * as grpc from "@grpc/grpc-js";
import type { Log } from "../../../runtime/log.ts";
import { authenticate, type Caller, readTraceparent } from "../caller.ts";
import { authorize } from "../method-roles.ts";
import type { CallGate } from "./call-gate.ts";
import { reportInternal } from "./report-internal.ts";
import { toServiceError } from "./status.ts";
import { readable } from "./unreadable-request.ts";

/** The longest that a call may take unless its method says otherwise, in milliseconds. */
const CAP_MS = 30_000;

type Run<Request, Answer> = (request: Request, caller: Caller) => Promise<Answer> | Answer;

/**
 * A method with one answer as grpc-js wants it: authenticates, gives the call its deadline, turns what `run` throws into a
 * status with details, and writes one line of log.
 *
 * @param capMs the longest that a call may take, in milliseconds
 */
export function unary<Request, Answer>(
  gate: CallGate,
  run: Run<Request, Answer>,
  capMs: number = CAP_MS,
): grpc.handleUnaryCall<Request, Answer> {
  return (call, callback) => {
    void serve(gate, call, capMs, (caller) => run(readable(call.request), caller)).then(
      (answer) => callback(null, answer),
      (error: grpc.StatusObject) => callback(error),
    );
  };
}

/** A stream of answers, as `run` sees it. */
export interface Emit<Answer> {
  /** Resolves when there is room for the next one, or when nobody reads any more. */
  send(answer: Answer): Promise<void>;
  /** Whether there is room now: for answers that may be left out. */
  hasRoom(): boolean;
}

/** The same for a method that answers with a stream, which ends when `run` resolves. It has no cap: the caller's deadline counts. */
export function serverStreaming<Request, Answer>(
  gate: CallGate,
  run: (request: Request, caller: Caller, emit: Emit<Answer>) => Promise<void>,
): grpc.handleServerStreamingCall<Request, Answer> {
  return (call) => {
    const emit = emitter(call);
    void serve(gate, call, Number.POSITIVE_INFINITY, (caller) =>
      run(readable(call.request), caller, emit),
    ).then(
      () => call.end(),
      (error: grpc.StatusObject) => call.emit("error", error),
    );
  };
}

/** What calls of every kind have. */
interface AnyCall {
  readonly metadata: grpc.Metadata;
  readonly cancelled: boolean;
  getDeadline(): grpc.Deadline;
  getPath(): string;
  on(event: "cancelled", listener: () => void): unknown;
}

/** Resolves with the answer, or rejects with the status that the caller gets. */
async function serve<Answer>(
  gate: CallGate,
  call: AnyCall,
  capMs: number,
  run: (caller: Caller) => Promise<Answer> | Answer,
): Promise<Answer> {
  const startedAt = Date.now();
  const passage = gate.enter();
  call.on("cancelled", () => passage.cancel());
  let caller: Caller | undefined;
  try {
    passage.signal.throwIfAborted();
    caller = openCall(gate, call, startedAt + capMs, passage.signal);
    const answer = await run(caller);
    logCall(gate.log, call, caller, startedAt, "OK");
    return answer;
  } catch (error) {
    const status = call.cancelled ? NOBODY_WAITS : toServiceError(error, reportInternal(gate.log));
    logCall(gate.log, call, caller, startedAt, grpc.status[status.code] ?? "UNKNOWN");
    throw status;
  } finally {
    passage.leave();
  }
}

/** The caller has gone, or its deadline has passed: gRPC has told it so already. */
const NOBODY_WAITS: grpc.StatusObject = {
  code: grpc.status.CANCELLED,
  details: "the caller has gone",
  metadata: new grpc.Metadata(),
};

function openCall(gate: CallGate, call: AnyCall, latest: number, signal: AbortSignal): Caller {
  const identity = authenticate(call.metadata, gate.findKey, Date.now());
  authorize(identity.role, call.getPath());
  gate.onUse(identity.keyId);
  const traceparent = readTraceparent(call.metadata);
  const deadline = Math.min(Number(call.getDeadline()), latest);
  return { ...identity, deadline, signal, ...(traceparent !== undefined && { traceparent }) };
}

function logCall(
  log: Log,
  call: AnyCall,
  caller: Caller | undefined,
  startedAt: number,
  status: string,
): void {
  if (!log.isLevelEnabled("debug")) return;
  const { project, keyId } = caller ?? {};
  const durationMs = Date.now() - startedAt;
  log.debug({ method: call.getPath(), project, key_id: keyId, status, duration_ms: durationMs }, "call");
}

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
