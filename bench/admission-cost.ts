import { keyLimits, projectLimits } from "../core/limits.ts";
import { generateApiKey } from "../runtime/api-key-hash.ts";
import { authenticate } from "../services/gateway/caller.ts";
import { RequestRates } from "../services/gateway/limits/request-rates.ts";
import { authorize } from "../services/gateway/method-roles.ts";
import { Overload } from "../services/gateway/overload.ts";

const CALLS = 200_000;
const METHOD = "TaskService/SubmitTask";

/** What it takes to let one call in, in microseconds: to look whether there is time for it, its key, its role, and its limits. */
export function costOfAdmission(): number {
  const { id, text, stored } = generateApiKey({ project: "bench", role: "submitter" }, new Date());
  const rates = new RequestRates({
    key: () => keyLimits(undefined),
    project: () => projectLimits(undefined),
  });
  const overload = new Overload(1_000);
  const headers = (name: string) => (name === "x-api-key" ? text : undefined);
  const credentials = { findKey: (key: string) => (key === id ? stored : undefined), tokenSecrets: () => [] };
  const refuse = () => {
    throw new Error("the key is right");
  };
  let clockMs = 0;
  const run = () => {
    const startedAt = performance.now();
    for (let i = 0; i < CALLS; i++) {
      if (overload.refusal(METHOD) !== undefined) throw new Error("there is time for it");
      const leave = overload.enter(METHOD);
      const identity = authenticate(headers, credentials, Date.now(), refuse);
      authorize(identity.role, METHOD);
      // By a clock that goes so fast that nothing is refused.
      rates.spend(identity, 1, ++clockMs);
      leave();
    }
    return ((performance.now() - startedAt) * 1_000) / CALLS;
  };
  run();
  return run();
}
