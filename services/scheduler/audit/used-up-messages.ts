import { setTimeout as delay } from "node:timers/promises";
import { parseTaskSubject, type TaskPlace } from "../../../core/subject.ts";
import { PRIORITIES } from "../../../core/task.ts";
import { readTaskMessage } from "../../../jetstream/advisories.ts";
import { listQueueNames } from "../../../jetstream/queue-names.ts";
import { findUsedUp } from "../../../jetstream/used-up-messages.ts";
import { repairExhausted } from "../exhausted-messages.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";
import { isAttended } from "./is-attended.ts";

/** An acknowledged message is out of the queue long before: what is still there after this pause was not acknowledged. */
const SECOND_LOOK_MS = 2_000;

interface Suspect {
  readonly place: TaskPlace;
  readonly sequence: number;
}

/**
 * Looks for messages that JetStream will not hand out any more. It says so once, and not to be relied upon: `followAdvisories`
 * acts on what it says, and this on what it did not.
 */
export async function auditUsedUp(deps: AuditDeps, look: Look): Promise<void> {
  const suspects = await findSuspects(deps, look);
  if (suspects.length === 0) return;
  await delay(SECOND_LOOK_MS, undefined, { signal: look.signal });
  await inSlices(suspects, look, async ({ place, sequence }) => {
    if ((await readTaskMessage(deps.connection, sequence)) === undefined) return;
    const read = await deps.records.read(place);
    if (!read.ok) throw new Error(`record not readable: ${read.problem}`);
    const record = read.stored?.record;
    if (record !== undefined && (await isAttended(deps, record))) return;
    const detail = `message ${sequence} was handed out as often as it may be, and nobody was told: its task is ended or mended`;
    await look.tally.found("message_used_up", place, detail, async () => {
      await repairExhausted(deps, sequence);
      return true;
    });
  });
}

async function findSuspects({ connection }: AuditDeps, { tally, settledBeforeMs, signal }: Look) {
  const suspects: Suspect[] = [];
  for (const queue of await listQueueNames(connection)) {
    for (const priority of PRIORITIES) {
      signal.throwIfAborted();
      const messages = await findUsedUp(connection, queue, priority);
      tally.lookedAt("message_used_up", messages.length);
      for (const { subject, sequence, header } of messages) {
        const place = parseTaskSubject(subject);
        const isSettled = Date.parse(header("Nats-Time-Stamp")) < settledBeforeMs;
        if (place !== undefined && isSettled) suspects.push({ place, sequence });
      }
    }
  }
  return suspects;
}
