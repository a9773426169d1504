import {
  dueSubject,
  parseTimerSubject,
  STREAMS,
  type TaskKey,
  TIMER_KINDS,
  type TimerKey,
  timerSubject,
} from "../core/subject.ts";
import type { TaskRecord } from "../core/task.ts";
import type { Connection } from "./connection.ts";
import { type Published, type Publisher, publishAndWait } from "./publisher.ts";
import { type FollowingMessages, workMessages } from "./work-messages.ts";

/** How many timers that have fired are handled at a time, and how many more are fetched meanwhile. */
const AT_A_TIME = 64;
const AHEAD = 128;

/** What a timer carries. */
interface TimerBody {
  /** When it was set, by the clock of whoever did: milliseconds since 1970. */
  readonly setAtMs: number;
}

/** A timer whose time has come. */
export interface FiredTimer extends TimerKey, TimerBody {
  /** By the server's clock, in milliseconds since 1970. */
  readonly firedAtMs: number;
}

/**
 * The timers of tasks: for each deadline a message schedule of its own, which JetStream keeps and fires, never too early
 * (ADR-51 of NATS). Nobody takes one away when its task has ended in time: it fires for nothing, unless an audit comes first.
 */
export class Timers {
  readonly #publisher: Publisher;

  constructor(publisher: Publisher) {
    this.#publisher = publisher;
  }

  /**
   * Sets the timers of all deadlines that a record has, instead of those set before; a deadline that has passed fires at
   * once. Resolves with `undefined` when all are stored, else with the first answer that says otherwise. Never rejects.
   *
   * @param giveUpAt milliseconds since 1970; absent: it is tried until it has an answer
   */
  async set(
    record: TaskRecord,
    giveUpAt?: number,
  ): Promise<Exclude<Published, { kind: "stored" }> | undefined> {
    const published = await Promise.all(
      TIMER_KINDS.flatMap((kind) => {
        const time = deadlineOf(record, kind);
        return time === undefined ? [] : [this.#publish({ kind, ...keyOf(record) }, time, giveUpAt)];
      }),
    );
    return published.find((each) => each.kind !== "stored");
  }

  #publish(key: TimerKey, time: string, giveUpAt: number | undefined): Promise<Published> {
    const body: TimerBody = { setAtMs: Date.now() };
    return publishAndWait(this.#publisher, {
      subject: timerSubject(key),
      body: JSON.stringify(body),
      headers: [
        ["Nats-Schedule", `@at ${time}`],
        ["Nats-Schedule-Target", dueSubject(key)],
      ],
      ...(giveUpAt !== undefined && { giveUpAt }),
    });
  }
}

/** Whether a task has a time by which it must have started, or have ended. */
export function hasDeadline({ options }: Pick<TaskRecord, "options">): boolean {
  return options.startBy !== undefined || options.completeBy !== undefined;
}

/**
 * Hands out the timers that have fired, several at a time, each to one of all who follow. What `handle` rejects is reported,
 * and handed out again after 5 s.
 *
 * @param handle may be called again for the same timer, also by somebody else
 */
export function followTimers(
  connection: Connection,
  handle: (timer: FiredTimer) => Promise<void>,
  onProblem: (problem: string) => void,
): Promise<FollowingMessages> {
  const pace = { ahead: AHEAD, atATime: AT_A_TIME };
  return workMessages(
    connection,
    STREAMS.timers,
    pace,
    async (message) => {
      const key = parseTimerSubject(message.subject);
      // Nothing of ours, and no task can be found by it: it would come again for ever.
      if (key === undefined) {
        onProblem(`${message.subject} is no timer of a task`);
        return;
      }
      const { setAtMs } = message.json<TimerBody>();
      await handle({ ...key, setAtMs, firedAtMs: Number(message.timestampNanos / 1_000_000n) });
    },
    onProblem,
  );
}

/** The time of a deadline, RFC 3339; undefined when the task has none of this kind. */
export function deadlineOf({ options }: TaskRecord, kind: TimerKey["kind"]): string | undefined {
  return kind === "start_by" ? options.startBy : options.completeBy;
}

function keyOf({ project, id }: TaskKey): TaskKey {
  return { project, id };
}
