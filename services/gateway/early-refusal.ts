import { LongshoreError } from "../../core/error.ts";
import type { CallGate } from "./call-gate.ts";
import { authenticate, type Headers } from "./caller.ts";
import { authorize } from "./method-roles.ts";

/**
 * Why a call is to be refused as soon as its headers are there, because there is no time for it or its caller has used up its
 * rate; undefined when it has to be served, be it to be refused for something else. Whoever asks for ten times what it may
 * have must not take ten times the time.
 *
 * @param method `TaskService/SubmitTask`
 */
export function earlyRefusal(gate: CallGate, method: string, headers: Headers): LongshoreError | undefined {
  // Each call that is served writes a line then.
  if (gate.log.isLevelEnabled("debug")) return undefined;
  const overloaded = gate.overload.refusal(method);
  if (overloaded !== undefined) return overloaded;
  // Nearly always nobody is over a limit, and no key is looked at twice.
  if (!gate.limits.isAnyOver()) return undefined;
  try {
    const identity = authenticate(headers, gate.credentials, Date.now(), () => WRONG_KEY);
    authorize(identity.role, method);
    return gate.limits.refusal(identity);
  } catch {
    return undefined;
  }
}

const WRONG_KEY = new LongshoreError("API_KEY_INVALID");
