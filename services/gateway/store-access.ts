import { decodeApiKey, type StoredApiKey } from "../../core/api-key.ts";
import { BUCKETS } from "../../core/subject.ts";
import type { TaskType } from "../../core/task-type.ts";
import { writeKeyUse } from "../../jetstream/api-keys.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { createPublisher } from "../../jetstream/create-publisher.ts";
import { Objects } from "../../jetstream/objects.ts";
import { countQueued } from "../../jetstream/project-depth.ts";
import { watchProjects } from "../../jetstream/projects.ts";
import { countWaiting } from "../../jetstream/queue-depth.ts";
import { listQueueNames } from "../../jetstream/queue-names.ts";
import { watchQueueSettings } from "../../jetstream/queue-settings.ts";
import { Records } from "../../jetstream/records.ts";
import { ScheduleStore } from "../../jetstream/schedules.ts";
import { followServerClock } from "../../jetstream/server-clock.ts";
import { readSpace } from "../../jetstream/store-space.ts";
import { TaskQueue } from "../../jetstream/task-queue.ts";
import { Timers } from "../../jetstream/timers.ts";
import { watchTokenSecrets } from "../../jetstream/token-secrets.ts";
import { UniqueKeys } from "../../jetstream/unique-keys.ts";
import { watchBucket } from "../../jetstream/watched-bucket.ts";
import type { Log } from "../../runtime/log.ts";
import { generateTokenSecret } from "../../runtime/token-signature.ts";
import { targetRules } from "../../runtime/webhook-settings.ts";
import type { Credentials } from "./caller.ts";
import type { Deps } from "./deps.ts";
import { SharedFeed } from "./event-feed/shared-feed.ts";
import { KeyUses } from "./key-uses.ts";
import type { LargeBodies } from "./large-bodies.ts";
import { createLimitBook } from "./limits/limit-book.ts";
import { createLimits } from "./limits/limits.ts";
import type { GatewaySettings } from "./settings.ts";
import { StoreSpace } from "./store-space.ts";
import { TaskRoom } from "./task-room.ts";
import { createTaskTypes } from "./task-types.ts";

/** What a record may not take of the largest message: subject, headers, and what the first events add to it. Bytes. */
const RESERVED_BYTES = 8 * 1024;

/** What nats-server allows where it does not say. */
const DEFAULT_MAX_PAYLOAD = 1024 * 1024;

/** The store as the gateway uses it. */
export interface StoreAccess {
  readonly deps: Deps;
  readonly credentials: Credentials;
  readonly onKeyUse: (id: string) => void;
  /** Ends what follows the store. Publishes that have no answer yet are answered as unknown. */
  close(): void;
}

/** Reads task types and keys and follows them from then on. Rejects when a bucket or stream is not there. */
export async function openStore(
  connection: Connection,
  settings: Pick<
    GatewaySettings,
    | "durability"
    | "payloadMaxBytes"
    | "watchStallTimeout"
    | "webhookAllowHttp"
    | "webhookAllowNetworks"
    | "webhookPorts"
  >,
  largeBodies: LargeBodies,
  log: Log,
): Promise<StoreAccess> {
  const keys = await watchBucket<StoredApiKey>(connection, BUCKETS.apiKeys, decodeApiKey);
  const projects = await watchProjects(connection, () => undefined);
  const tokenSecrets = await watchTokenSecrets(connection, () => generateTokenSecret(new Date()));
  const typeBucket = await watchBucket<TaskType>(connection, BUCKETS.taskTypes);
  const types = createTaskTypes(typeBucket, await listQueueNames(connection));
  const storeClock = await followServerClock(connection);
  const queueSettings = await watchQueueSettings(
    connection,
    () => undefined,
    (queue) => log.warn({ queue }, "the settings of this queue cannot be read, and do not count"),
  );
  const publisher = createPublisher(connection, settings.durability);
  const records = new Records(connection, publisher);
  const objects = new Objects(connection);
  const keyUses = new KeyUses((id, at) => writeKeyUse(connection, id, at));
  const feed = new SharedFeed(connection, log);
  const findKey = (id: string) => keys.get(id);
  const limits = createLimits(
    connection,
    createLimitBook(findKey, (project) => projects.get(project)),
  );
  const space = new StoreSpace();
  const stopLooking = space.follow(() => readSpace(connection));
  const deps: Deps = {
    connection,
    publisher,
    records,
    queue: new TaskQueue(connection, publisher),
    types,
    queueNames: types.everyQueue,
    maxRecordBytes: () => (connection.nc.info?.max_payload ?? DEFAULT_MAX_PAYLOAD) - RESERVED_BYTES,
    payloadMaxBytes: settings.payloadMaxBytes,
    storeNowMs: () => storeClock.nowMs(),
    objects,
    largeBodies,
    timers: new Timers(publisher),
    schedules: new ScheduleStore(connection),
    uniqueKeys: new UniqueKeys(connection, publisher),
    storeClock,
    queueSettings,
    room: new TaskRoom({
      maxDepth: (queue) => queueSettings.get(queue)?.maxDepth,
      countWaiting: (queue) => countWaiting(connection, queue),
      maxQueued: (project) => limits.book.project(project).maxQueued,
      countQueued: (project) => countQueued(connection, project),
      storeError: () => space.error,
    }),
    limits,
    defaultPriority: (queue) => queueSettings.get(queue)?.defaultPriority,
    tokenSecrets,
    feed,
    watchStallMs: settings.watchStallTimeout,
    log,
    webhookRules: targetRules(settings),
  };
  return {
    deps,
    credentials: {
      findKey,
      tokenSecrets: () => tokenSecrets.get()?.secrets ?? [],
    },
    onKeyUse: (id) => keyUses.note(id),
    close() {
      feed.stop();
      stopLooking();
      storeClock.stop();
      queueSettings.stop();
      types.stop();
      typeBucket.stop();
      limits.stop();
      projects.stop();
      tokenSecrets.stop();
      keys.stop();
      publisher.stop();
      objects.stop();
    },
  };
}
