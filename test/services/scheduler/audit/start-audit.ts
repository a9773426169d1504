import { onTestFinished } from "vitest";
import type { TaskEvent } from "../../../../core/event.ts";
import { applyAllowed } from "../../../../core/lifecycle.ts";
import type { AuditKind, AuditReport } from "../../../../core/store-audit.ts";
import type { TaskRecord } from "../../../../core/task.ts";
import { followStates } from "../../../../jetstream/event-follower.ts";
import { Objects } from "../../../../jetstream/objects.ts";
import type { StoredRecord } from "../../../../jetstream/records.ts";
import { followServerClock } from "../../../../jetstream/server-clock.ts";
import { Timers } from "../../../../jetstream/timers.ts";
import { UniqueKeys } from "../../../../jetstream/unique-keys.ts";
import { createLog } from "../../../../runtime/log.ts";
import type { AuditDeps } from "../../../../services/scheduler/audit/audit-deps.ts";
import { auditStore } from "../../../../services/scheduler/audit/audit-store.ts";
import { LiveTasks } from "../../../../services/scheduler/live-tasks.ts";
import { WorkerPresence } from "../../../../services/scheduler/worker-presence.ts";
import { eventuallyTrue } from "../../../support/eventually.ts";
import type { TestStore } from "../../../support/store.ts";

/** Audits of a store, as a leading scheduler does them, with no scheduler around them. */
export interface TestAudit {
  readonly deps: AuditDeps;
  /** Waits until the audit has seen all events, then audits. Without a grace, unless one is given. */
  audit(options?: { readonly isDryRun?: boolean; readonly graceMs?: number }): Promise<AuditReport>;
}

/** Begins to follow the states of a store's tasks; ends with the test. */
export async function startAudit({
  connection,
  records,
  queue,
  publisher,
  topology,
}: TestStore): Promise<TestAudit> {
  const liveTasks = new LiveTasks();
  const following = await followStates(connection, (task) => liveTasks.note(task));
  onTestFinished(() => following.stop());
  const clock = await followServerClock(connection);
  onTestFinished(() => clock.stop());
  const objects = new Objects(connection);
  onTestFinished(() => objects.stop());
  const deps: AuditDeps = {
    connection,
    records,
    queue,
    objects,
    timers: new Timers(publisher),
    uniqueKeys: new UniqueKeys(connection, publisher),
    liveTasks,
    clock,
    // NATS has been there for ever: whoever has not spoken is gone.
    workers: new WorkerPresence(connection, clock, topology.leaseMs, 0),
    log: createLog({ service: "test", instance: "test", level: "silent" }),
  };
  return {
    deps,
    async audit({ isDryRun = false, graceMs = -1_000 } = {}) {
      await eventuallyTrue("all events are seen", async () => {
        const { state } = await connection.jsm.streams.info("EVENTS");
        return following.position() >= state.last_seq;
      });
      const { signal } = new AbortController();
      return auditStore(deps, { isDryRun, graceMs, signal, project: "demo" });
    },
  };
}

/** How many of each kind were found and mended; kinds of which none was found are left out. */
export function foundIn({ counts }: AuditReport): Partial<Record<AuditKind, string>> {
  return Object.fromEntries(
    counts.filter(({ found }) => found > 0).map(({ kind, found, mended }) => [kind, `${mended} of ${found}`]),
  );
}

/** Stores what has happened to a task, as workers and gateways would, up to some state. */
export async function storeEvents(
  { records }: Pick<TestStore, "records">,
  submitted: TaskRecord,
  ...events: readonly Omit<TaskEvent, "time" | "attempt">[]
): Promise<StoredRecord> {
  let stored: StoredRecord = { record: submitted, sequence: 0 };
  for (const event of events) {
    const time = new Date().toISOString();
    const attempt = stored.record.attempt + (event.type === "started" ? 1 : 0);
    const record = applyAllowed(stored.record, { ...event, time, attempt });
    const written = await records.writeAndWait(record, stored.sequence);
    if (written.kind !== "stored") throw new Error(written.kind);
    stored = { record, sequence: written.sequence };
  }
  return stored;
}
