import { messageOf } from "../../../core/message-of.ts";
import type { Connection } from "../../../jetstream/connection.ts";
import type { Records } from "../../../jetstream/records.ts";
import type { TaskQueue } from "../../../jetstream/task-queue.ts";
import { WebhookPosition } from "../../../jetstream/webhook-position.ts";
import { watchWebhooks } from "../../../jetstream/webhooks.ts";
import type { Log } from "../../../runtime/log.ts";
import type { Duty } from "../duty.ts";
import type { LiveTasks } from "../live-tasks.ts";
import { EventWalk } from "./event-walk.ts";
import { submitDelivery } from "./submit-delivery.ts";
import { Subscriptions } from "./subscriptions.ts";

export interface WebhookDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly liveTasks: LiveTasks;
  readonly log: Log;
  /** The clock of the store. */
  readonly clock: { nowMs(): number };
}

/** What could not be done is tried again after so long, in milliseconds. */
const TRY_AGAIN_MS = 1_000;

/** How often the position is stored while events come, in milliseconds: after a crash so much is looked at again. */
const STORE_MS = 1_000;

/**
 * Hands the events that webhooks want to tasks that deliver them: each at least once, over restarts and changes of the leader.
 * Events are read only while there are webhooks.
 */
export function webhookDuty(deps: WebhookDeps): Duty {
  return {
    name: "webhooks",
    begin() {
      const stopping = new AbortController();
      const ended = keepGoing(deps, stopping.signal);
      return () => {
        stopping.abort();
        return ended;
      };
    },
  };
}

async function keepGoing(deps: WebhookDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await follow(deps, signal);
    } catch (error) {
      if (signal.aborted) return;
      deps.log.warn({ problem: messageOf(error) }, "events do not get to webhooks; tried again in a second");
      await pause(TRY_AGAIN_MS, signal);
    }
  }
}

/** Ends when the signal aborts; rejects when the store does not answer, or another has taken over. */
async function follow(deps: WebhookDeps, signal: AbortSignal): Promise<void> {
  const { connection, liveTasks, records, queue, clock } = deps;
  const nowMs = () => clock.nowMs();
  const bell = createBell(signal);
  const webhooks = await watchWebhooks(connection);
  const subscriptions = new Subscriptions(webhooks);
  const stops = [
    () => webhooks.stop(),
    webhooks.onChange(() => {
      subscriptions.note();
      bell.ring();
    }),
    liveTasks.onState(() => bell.ring()),
  ];
  try {
    const position = await WebhookPosition.open(connection);
    const walk = new EventWalk(connection, position.start, nowMs);
    let storedAt = performance.now();
    let isStored = true;
    const store = async () => {
      const now = walk.position();
      if (!isStored && now !== undefined) await position.write(now);
      isStored = true;
      storedAt = performance.now();
    };
    while (!signal.aborted) {
      const isAll = await walk.step(subscriptions, (wanted) =>
        submitDelivery({ records, queue, nowMs }, wanted),
      );
      isStored &&= isAll;
      const dueMs = storedAt + STORE_MS - performance.now();
      if (!isStored && dueMs <= 0) await store();
      if (isAll) await bell.rung(isStored ? undefined : Math.max(1, dueMs));
    }
    // Whoever takes over looks at some events again otherwise.
    if (connection.isConnected()) await store();
  } finally {
    for (const stop of stops) stop();
  }
}

/** Wakes whoever waits for it; one ring while nobody waits is kept. */
function createBell(signal: AbortSignal) {
  let hasRung = false;
  let wake: (() => void) | undefined;
  const ring = () => {
    hasRung = true;
    wake?.();
  };
  signal.addEventListener("abort", ring, { once: true });
  return {
    ring,
    /** @param ms at most so long; undefined: as long as it takes */
    async rung(ms: number | undefined): Promise<void> {
      if (!hasRung && !signal.aborted) {
        const { promise, resolve } = Promise.withResolvers<void>();
        wake = resolve;
        const timer = ms === undefined ? undefined : setTimeout(resolve, ms);
        await promise;
        clearTimeout(timer);
        wake = undefined;
      }
      hasRung = false;
    },
  };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
