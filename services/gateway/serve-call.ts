import { LongshoreError } from "../../core/error.ts";
import type { CallGate, Passage } from "./call-gate.ts";
import { authenticate, type Caller, type Headers, readTraceparent } from "./caller.ts";
import { isWatch } from "./method-kinds.ts";
import { authorize } from "./method-roles.ts";
import { authorizeToken } from "./token-methods.ts";

/** A call as it came in, by whatever way. */
export interface IncomingCall {
  /** `TaskService/SubmitTask`. */
  readonly method: string;
  readonly headers: Headers;
  /** The address of the other end of the connection, without its port: that of the proxy when one is in between. */
  readonly from: string;
  /** In milliseconds since 1970; Infinity when the caller has none. */
  readonly deadline: number;
  /** Whether nobody waits for the answer any more. */
  isGone(): boolean;
  /** Calls back when nobody waits any more, also after the answer. */
  onGone(listener: () => void): void;
}

/** What became of a call. */
export type Served<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  /** `error` is what the caller is to be told; nobody is there to be told when `isGone`. */
  | { readonly ok: false; readonly error: unknown; readonly isGone: boolean };

/**
 * Takes a call through the gate: authenticates it, checks its role and its limits, gives it its deadline, runs its method, and
 * writes one line of log. What the gateway has no time for is refused before all of that. Never rejects.
 *
 * @param capMs the longest that it may take, in milliseconds
 */
export async function serveCall<Answer>(
  gate: CallGate,
  call: IncomingCall,
  capMs: number,
  run: (caller: Caller) => Promise<Answer> | Answer,
): Promise<Served<Answer>> {
  const startedAt = Date.now();
  const refusal = gate.overload.refusal(call.method);
  if (refusal !== undefined) {
    logCall(gate, call, undefined, startedAt, refusal.status);
    return { ok: false, error: refusal, isGone: call.isGone() };
  }
  const leaveLoad = gate.overload.enter(call.method);
  const passage = gate.enter();
  call.onGone(() => passage.cancel());
  let caller: Caller | undefined;
  let endWatch: (() => void) | undefined;
  let stopChecking: (() => void) | undefined;
  try {
    passage.signal.throwIfAborted();
    caller = openCall(gate, call, startedAt + capMs, passage.signal);
    if (isWatch(call.method)) endWatch = gate.limits.watch(caller);
    if (caller.scope !== undefined) stopChecking = keepChecking(gate, call, passage);
    const answer = await run(caller);
    logCall(gate, call, caller, startedAt, "OK");
    return { ok: true, answer };
  } catch (error) {
    const status = error instanceof LongshoreError ? error.status : "INTERNAL";
    // What the store said, of which the caller gets to know nothing.
    const problem = error instanceof LongshoreError ? error.metadata["problem"] : undefined;
    logCall(gate, call, caller, startedAt, status, status === "UNAVAILABLE" ? problem : undefined);
    return { ok: false, error, isGone: call.isGone() };
  } finally {
    endWatch?.();
    stopChecking?.();
    passage.leave();
    leaveLoad();
  }
}

function openCall(gate: CallGate, call: IncomingCall, latest: number, signal: AbortSignal): Caller {
  const identity = authenticate(call.headers, gate.credentials, Date.now(), (keyId) =>
    gate.wrongKeys.refuse(call.from, keyId),
  );
  if (identity.scope !== undefined) authorizeToken(call.method);
  authorize(identity.role, call.method);
  gate.onUse(identity.keyId);
  gate.limits.spend(identity, 1);
  const traceparent = readTraceparent(call.headers);
  const idempotencyKey = call.headers("idempotency-key");
  const deadline = Math.min(call.deadline, latest);
  return {
    ...identity,
    from: call.from,
    deadline,
    signal,
    onClosed: (listener) => call.onGone(listener),
    ...(traceparent !== undefined && { traceparent }),
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  };
}

/** How often it is looked whether the token of a call under way is still valid, in milliseconds. */
const CHECK_TOKEN_MS = 1_000;

/** A call with a token ends with the token, and with the key that it was made with. */
function keepChecking(gate: CallGate, { headers }: IncomingCall, passage: Passage): () => void {
  const refuse = () => new LongshoreError("TOKEN_INVALID");
  const timer = setInterval(() => {
    try {
      authenticate(headers, gate.credentials, Date.now(), refuse);
    } catch (error) {
      if (error instanceof LongshoreError) passage.end(error);
    }
  }, CHECK_TOKEN_MS);
  return () => clearInterval(timer);
}

function logCall(
  { log }: CallGate,
  { method }: IncomingCall,
  caller: Caller | undefined,
  startedAt: number,
  status: string,
  problem?: string,
): void {
  if (!log.isLevelEnabled("debug")) return;
  const { project, keyId } = caller ?? {};
  const duration_ms = Date.now() - startedAt;
  log.debug({ method, project, key_id: keyId, status, duration_ms, problem }, "call");
}
