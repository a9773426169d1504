import { setTimeout as delay } from "node:timers/promises";
import { storeError } from "./store-error.ts";

/** While NATS is away a read is tried again after so long, in milliseconds. */
const RETRY_MS = 200;

type Answer = { readonly ok: true } | { readonly ok: false; readonly problem: string };

/**
 * Reads from the store until it answers.
 *
 * @param giveUpAt milliseconds since 1970; until then a store that does not answer is asked again, after that
 * BROKER_UNAVAILABLE is thrown. `signal` ends the tries by throwing its reason.
 */
export async function readPatiently<T extends Answer>(
  read: () => Promise<T>,
  giveUpAt: number,
  signal?: AbortSignal,
): Promise<Extract<T, { readonly ok: true }>> {
  for (;;) {
    const answer = await read();
    if (answer.ok) return answer as Extract<T, { readonly ok: true }>;
    signal?.throwIfAborted();
    if (Date.now() + RETRY_MS > giveUpAt) throw storeError({ kind: "unknown", problem: answer.problem });
    await delay(RETRY_MS);
  }
}
