import { randomUUID } from "node:crypto";
import type { Connection } from "../../../jetstream/connection.ts";
import { listenToLimitUses, publishLimitUses } from "../../../jetstream/limit-uses.ts";
import type { AccountUse, RequestRates } from "./request-rates.ts";

/** How often gateways tell each other what they have let in, in milliseconds. */
export const SHARE_EVERY_MS = 100;

/** So many accounts fit one message with room to spare. */
const USES_PER_MESSAGE = 5_000;

/**
 * Has the gateways of one store keep limits together: each tells ten times a second what it has let in, of those keys and
 * projects only that use a good part of their limit. Without a connection each goes on for itself. Ends when the returned
 * function is called.
 */
export function shareRates(connection: Connection, rates: RequestRates): () => void {
  const from = randomUUID();
  let endedAt = performance.now();
  const stopListening = listenToLimitUses(connection, (message) => {
    if (message.from === from) return;
    const now = performance.now();
    for (const use of message.uses) if (isUse(use)) rates.hear(use, now);
  });
  const timer = setInterval(() => {
    const now = performance.now();
    const uses = rates.endInterval(now, now - endedAt);
    endedAt = now;
    for (let i = 0; i < uses.length; i += USES_PER_MESSAGE)
      publishLimitUses(connection, { from, uses: uses.slice(i, i + USES_PER_MESSAGE) });
  }, SHARE_EVERY_MS);
  return () => {
    clearInterval(timer);
    stopListening();
  };
}

function isUse(value: unknown): value is AccountUse {
  if (typeof value !== "object" || value === null) return false;
  const { scope, name, used, asked, left } = value as Partial<Record<keyof AccountUse, unknown>>;
  const isCount = (count: unknown) => typeof count === "number" && count >= 0 && Number.isFinite(count);
  return (
    (scope === "key" || scope === "project") &&
    typeof name === "string" &&
    isCount(used) &&
    isCount(asked) &&
    typeof left === "number" &&
    Number.isFinite(left)
  );
}
