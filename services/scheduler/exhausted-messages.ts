import { decodeRecord } from "../../core/codec.ts";
import type { Carried } from "../../core/delivery.ts";
import { decideExhausted } from "../../core/exhausted.ts";
import { asQueued } from "../../core/task.ts";
import { deleteTaskMessage, readTaskMessage } from "../../jetstream/advisories.ts";
import type { Connection } from "../../jetstream/connection.ts";
import type { Records } from "../../jetstream/records.ts";
import type { ServerClock } from "../../jetstream/server-clock.ts";
import type { TaskQueue } from "../../jetstream/task-queue.ts";
import type { Log } from "../../runtime/log.ts";
import { putInLine } from "./put-in-line.ts";

/** How long one write is tried, in milliseconds; after that the advisory comes again. */
const WRITE_MS = 10_000;
/** So often a task may change under our hands before it is left for later. */
const TRIES = 10;

export interface RepairDeps {
  readonly connection: Connection;
  readonly records: Records;
  readonly queue: TaskQueue;
  readonly clock: Pick<ServerClock, "nowMs">;
  readonly log: Log;
}

/**
 * Ends or repairs the task of a message that ran out of deliveries, then takes the message out of the queue. Doing it twice,
 * or in two schedulers at once, is harmless: the record decides. Rejects when the store does not answer; then it is to be
 * done again.
 */
export async function repairExhausted(deps: RepairDeps, messageSequence: number): Promise<void> {
  const { connection, log } = deps;
  const message = await readTaskMessage(connection, messageSequence);
  if (message === undefined) return;
  const decoded = decodeRecord(message.text);
  if (!decoded.ok) {
    log.error(
      { message_sequence: messageSequence, problem: decoded.problem },
      "a dead message is not readable; it stays in TASKS",
    );
    return;
  }
  const carried: Carried = {
    record: asQueued(decoded.record),
    sequence: message.recordSequence,
    messageSequence,
  };
  for (let i = 0; i < TRIES; i++) {
    if (!(await repairOnce(deps, carried))) continue;
    await deleteTaskMessage(connection, messageSequence);
    return;
  }
  throw new Error(`task ${carried.record.id} kept changing`);
}

/** False when the task has changed meanwhile. */
async function repairOnce({ records, queue, clock, log }: RepairDeps, carried: Carried): Promise<boolean> {
  const read = await records.read(carried.record);
  if (!read.ok) throw new Error(`record not readable: ${read.problem}`);
  const decision = decideExhausted(carried, read.stored ?? null, clock.nowMs());
  const task = { task_id: carried.record.id, project: carried.record.project };
  switch (decision.do) {
    case "end": {
      const { record, sequence } = decision.from;
      const written = await records.writeAndWait(record, sequence, Date.now() + WRITE_MS);
      if (written.kind === "conflict") return false;
      if (written.kind !== "stored") throw new Error(`end not recorded: ${written.problem}`);
      log.warn({ ...task, state: record.state, reason: record.reason }, "a message ran out of deliveries");
      return true;
    }
    case "requeue":
      await putInLine(queue, decision.from);
      log.warn(task, "a message ran out of deliveries before the next one was in line; it is now");
      return true;
    case "drop":
      log.info({ ...task, why: decision.why }, "a message ran out of deliveries, and its task needs nothing");
      return true;
  }
}
