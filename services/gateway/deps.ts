import type { Connection } from "../../jetstream/connection.ts";
import type { Objects } from "../../jetstream/objects.ts";
import type { Publisher } from "../../jetstream/publisher.ts";
import type { WatchedQueueSettings } from "../../jetstream/queue-settings.ts";
import type { ScheduleStore } from "../../jetstream/schedules.ts";
import type { ServerClock } from "../../jetstream/server-clock.ts";
import type { Timers } from "../../jetstream/timers.ts";
import type { WatchedTokenSecrets } from "../../jetstream/token-secrets.ts";
import type { UniqueKeys } from "../../jetstream/unique-keys.ts";
import type { Log } from "../../runtime/log.ts";
import type { TargetRules } from "../../runtime/webhook-target.ts";
import type { Caller } from "./caller.ts";
import type { SharedFeed } from "./event-feed/shared-feed.ts";
import type { TaskPlaces } from "./find-task.ts";
import type { LargeBodies } from "./large-bodies.ts";
import type { Limits } from "./limits/limits.ts";
import type { SubmissionRules } from "./submission.ts";
import type { TaskRoom } from "./task-room.ts";

/** What the methods of the API work with. */
export interface Deps extends TaskPlaces, SubmissionRules {
  readonly connection: Connection;
  readonly publisher: Publisher;
  readonly timers: Timers;
  /** Large payloads and results. */
  readonly objects: Objects;
  /** How much of them may be under way here. */
  readonly largeBodies: LargeBodies;
  readonly uniqueKeys: UniqueKeys;
  readonly schedules: ScheduleStore;
  /** The time that all gateways agree on. */
  readonly storeClock: ServerClock;
  readonly queueSettings: WatchedQueueSettings;
  /** What tokens are signed with. */
  readonly tokenSecrets: WatchedTokenSecrets;
  /** All events, for those who watch them. */
  readonly feed: SharedFeed;
  /** A reader of a watch that takes nothing for so long is let go, in milliseconds. */
  readonly watchStallMs: number;
  /** Whether a queue and a project may have one more task. */
  readonly room: TaskRoom;
  /** What keys and projects may do. */
  readonly limits: Limits;
  readonly log: Log;
  /** Where webhooks may be sent to. */
  readonly webhookRules: TargetRules;
}

/** The longest that a write or a read is tried again while NATS does not answer, in milliseconds. */
const GIVE_UP_MS = 10_000;

/** What the answer needs to get back to the caller, in milliseconds: a tenth of the time there is, within these bounds. */
const WAY_BACK_MIN_MS = 50;
const WAY_BACK_MAX_MS = 500;

/** Until when an answer to this call must be on its way, in milliseconds since 1970. */
export function answerBy(caller: Caller): number {
  const wayBackMs = Math.min(Math.max((caller.deadline - Date.now()) / 10, WAY_BACK_MIN_MS), WAY_BACK_MAX_MS);
  return Math.floor(caller.deadline - wayBackMs);
}

/** When a request to the store is given up, in milliseconds since 1970: early enough to tell the caller. */
export function giveUpAt(caller: Caller): number {
  return Math.min(answerBy(caller), Date.now() + GIVE_UP_MS);
}
