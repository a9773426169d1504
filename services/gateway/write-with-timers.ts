import { isTerminal } from "../../core/lifecycle.ts";
import type { TaskRecord } from "../../core/task.ts";
import type { Records, StoredRecord, WriteResult } from "../../jetstream/records.ts";
import type { Timers } from "../../jetstream/timers.ts";
import { storeError } from "./store-error.ts";

/** What it works with. */
export interface TimedStore {
  readonly records: Pick<Records, "read" | "writeAndWait">;
  readonly timers: Pick<Timers, "set">;
}

/**
 * Writes a record against the sequence of the one before it, and sets its timers if its deadlines have moved. A crash in between
 * leaves a timer that fires too early, and is set anew by a scheduler then; never one that fires too late. Throws STORE_FULL or
 * BROKER_UNAVAILABLE, with nothing written, when a timer that must come first cannot be set.
 *
 * @param next the record as it is to be, and the sequence of the one before it
 */
export async function writeWithTimers(
  before: TaskRecord,
  { record, sequence }: StoredRecord,
  giveUpAt: number,
  { records, timers }: TimedStore,
): Promise<WriteResult> {
  const order = orderOf(before, record);
  if (order === "timers first") {
    const failed = await timers.set(record, giveUpAt);
    if (failed !== undefined) throw storeError(failed);
  }
  const written = await records.writeAndWait(record, sequence, giveUpAt);
  if (order === "timers last" && written.kind === "stored") await timers.set(record, giveUpAt);
  if (order !== "timers stay") await setThoseOfNewest(record, giveUpAt, { records, timers });
  return written;
}

/** Whoever else has changed the task meanwhile may have set its timers before ours came: then theirs are set once more. */
async function setThoseOfNewest(set: TaskRecord, giveUpAt: number, store: TimedStore): Promise<void> {
  const read = await store.records.read(set);
  const newest = read.ok ? read.stored?.record : undefined;
  if (newest === undefined || isTerminal(newest.state) || orderOf(set, newest) === "timers stay") return;
  const failed = await store.timers.set(newest, giveUpAt);
  if (failed === undefined) await setThoseOfNewest(newest, giveUpAt, store);
}

/** Both deadlines move together. What has ended needs its old timers no more. */
function orderOf(before: TaskRecord, after: TaskRecord): "timers first" | "timers last" | "timers stay" {
  const [was, is] = [before, after].map(({ options }) => options.startBy ?? options.completeBy);
  if (was === is || is === undefined) return "timers stay";
  return isTerminal(before.state) || was === undefined || is < was ? "timers first" : "timers last";
}
