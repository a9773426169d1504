import { setTimeout as delay } from "node:timers/promises";
import { invalidField, LongshoreError, type Reason } from "../../core/error.ts";
import type { BulkResult } from "../../proto/gen/longshore/v1/BulkResult.ts";
import type { Caller } from "./caller.ts";
import { answerBy, type Deps, giveUpAt } from "./deps.ts";
import type { FoundTask } from "./find-task.ts";
import { toStatusMessage } from "./grpc/status.ts";
import { type Bookmark, readPageToken, writePageToken } from "./page-token.ts";
import { reportInternal } from "./report-internal.ts";

import { SCAN_START, type ScanPosition, type ScanTerms, scanTasks } from "./task-scan.ts";

const DEFAULT_LIMIT = 1_000;
const MAX_LIMIT = 10_000;

/** How many are changed at the same time. */
const AT_A_TIME = 64;

/** How long one call works, in milliseconds, and what it leaves of the caller's time for the changes that are under way. */
const CALL_MS = 20_000;
const LAST_CHANGES_MS = 1_000;

const MAX_SAMPLES = 20;

/** What all requests have that change many tasks. */
export interface BulkRequest {
  readonly filter: string;
  readonly dryRun: boolean;
  readonly limit: number;
  readonly pageToken: string;
}

/** What is done to those that match. */
export interface BulkWork {
  /** The name of the method. */
  readonly method: string;
  readonly terms: Omit<ScanTerms, "project">;
  /** Changes one task, as the method for a single one does, and throws what that throws. */
  readonly change: (found: FoundTask, giveUpAt: number) => Promise<unknown>;
  /** At most so many a second, over all calls that go on from each other. Default: as fast as can be. */
  readonly rate?: number;
  /** Records that are newer than this sequence are left alone, in this call and in those that go on with it. */
  readonly eventsUntil?: () => Promise<number>;
}

/**
 * Changes the tasks that match, a few at a time, until all are done, the limit is reached, or the time of one call is up. Each
 * change stands for itself: one that fails is counted and does not hold up the others. A call that is cut short, because its
 * caller has gone or the gateway stops, tells how far it has come as well. Throws FIELD_INVALID,
 * BROKER_UNAVAILABLE.
 */
export async function changeMany(
  request: BulkRequest,
  work: BulkWork,
  caller: Caller,
  deps: Deps,
): Promise<BulkResult> {
  const limit = readLimit(request.limit);
  const scope = [work.method, caller.project, request.filter];
  const bookmark = readPageToken(request.pageToken, scope);
  const eventsUntil = bookmark.eventsUntil ?? (await work.eventsUntil?.());
  const held: Omit<Bookmark, "position"> = eventsUntil === undefined ? {} : { eventsUntil };
  const terms = { ...work.terms, project: caller.project, ...held };
  const until = Math.min(Date.now() + CALL_MS, answerBy(caller) - LAST_CHANGES_MS);

  const tally = new Tally(deps);
  const changes = new Changes(work, tally, caller, bookmark.position !== SCAN_START);
  let reached: ScanPosition | undefined = bookmark.position;
  for await (const step of scanTasks(deps.connection, terms, reached, giveUpAt(caller))) {
    const { found, next } = step;
    if (found !== undefined) {
      // One more than the limit: now it is known that there is more.
      if (tally.matched === limit) break;
      if (!request.dryRun && !(await changes.isTimeForNext(until))) break;
      tally.match(found.record.id);
      if (!request.dryRun) await changes.begin(found);
    }
    reached = next;
    if (Date.now() >= until || caller.signal.aborted) break;
  }
  await changes.done();
  const nextPageToken = reached === undefined ? "" : writePageToken({ position: reached, ...held }, scope);
  return { ...tally.result(), nextPageToken };
}

function readLimit(given: number): number {
  if (given < 0 || given > MAX_LIMIT)
    throw invalidField("limit", `is ${given}, must be from 1 to ${MAX_LIMIT}, or 0 for ${DEFAULT_LIMIT}`);
  return given || DEFAULT_LIMIT;
}

/** Changes that are under way: not more than a few, and not faster than asked for. */
class Changes {
  readonly #work: BulkWork;
  readonly #tally: Tally;
  readonly #caller: Caller;
  readonly #running = new Set<Promise<void>>();
  readonly #intervalMs: number;
  #nextAt: number;

  /** @param goesOn whether there was a call before, whose last change may have been a moment ago */
  constructor(work: BulkWork, tally: Tally, caller: Caller, goesOn: boolean) {
    this.#work = work;
    this.#tally = tally;
    this.#caller = caller;
    this.#intervalMs = work.rate === undefined ? 0 : 1_000 / work.rate;
    this.#nextAt = Date.now() + (goesOn ? this.#intervalMs : 0);
  }

  /** Resolves at the time for the next change; with false when that is not before `until`, or nobody waits any more. */
  async isTimeForNext(until: number): Promise<boolean> {
    const now = Date.now();
    if (this.#nextAt > now) {
      if (this.#nextAt >= until) return false;
      await delay(this.#nextAt - now, undefined, { signal: this.#caller.signal }).catch(() => undefined);
    }
    this.#nextAt = Math.max(now, this.#nextAt) + this.#intervalMs;
    return !this.#caller.signal.aborted;
  }

  /** Resolves when the change has begun. */
  async begin(found: FoundTask): Promise<void> {
    while (this.#running.size >= AT_A_TIME) await Promise.race(this.#running);
    const change = this.#work.change(found, giveUpAt(this.#caller)).then(
      () => this.#tally.change(),
      (error: unknown) => this.#tally.fail(error),
    );
    const running: Promise<void> = change.finally(() => this.#running.delete(running));
    this.#running.add(running);
  }

  async done(): Promise<void> {
    await Promise.all(this.#running);
  }
}

/** The task has moved on by itself: there is nothing left to do, and nothing has gone wrong. */
const MOVED_ON: ReadonlySet<Reason> = new Set([
  "TASK_NOT_FOUND",
  "TASK_STARTED",
  "TASK_FINISHED",
  "TASK_NOT_FINISHED",
]);

class Tally {
  readonly #deps: Pick<Deps, "log">;
  readonly #samples: string[] = [];
  #firstError: BulkResult["firstError"] = null;
  #changed = 0;
  #failed = 0;
  matched = 0;

  constructor(deps: Pick<Deps, "log">) {
    this.#deps = deps;
  }

  match(id: string): void {
    this.matched++;
    if (this.#samples.length < MAX_SAMPLES) this.#samples.push(id);
  }

  change(): void {
    this.#changed++;
  }

  fail(error: unknown): void {
    if (error instanceof LongshoreError && MOVED_ON.has(error.reason)) return;
    this.#failed++;
    this.#firstError ??= toStatusMessage(error, reportInternal(this.#deps.log));
  }

  result(): BulkResult {
    return {
      matched: this.matched,
      changed: this.#changed,
      failed: this.#failed,
      firstError: this.#firstError ?? null,
      sampleTaskIds: this.#samples,
    };
  }
}
