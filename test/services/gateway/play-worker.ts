import type { TaskEvent } from "../../../core/event.ts";
import { applyEvent, type EventData } from "../../../core/lifecycle.ts";
import type { TaskRecord } from "../../../core/task.ts";
import { createPublisher } from "../../../jetstream/create-publisher.ts";
import { Records } from "../../../jetstream/records.ts";
import { TaskQueue } from "../../../jetstream/task-queue.ts";
import { getTask } from "../../../services/gateway/find-task.ts";
import type { TestGateway } from "./start-gateway.ts";

/** What happens to a task, without the parts that follow from its record. */
export type Happening = Pick<TaskEvent, "type"> & Partial<TaskEvent>;

/**
 * Plays the worker: records that something happened to a task of a project, as a worker would. Returns the record after it.
 */
export async function record(
  { connection }: Pick<TestGateway, "connection">,
  taskId: string,
  happening: Happening,
  data: EventData = {},
  project = "acme",
): Promise<TaskRecord> {
  const publisher = createPublisher(connection, "standard");
  const records = new Records(connection, publisher);
  const places = {
    records,
    queue: new TaskQueue(connection, publisher),
    queueNames: () => ["default", "heavy"],
  };
  const found = await getTask(places, { project, id: taskId }, Date.now() + 5_000);
  const isStart = happening.type === "started";
  const event: TaskEvent = {
    time: new Date().toISOString(),
    attempt: found.record.attempt + (isStart ? 1 : 0),
    worker: "worker-1",
    ...happening,
  };
  const applied = applyEvent(found.record, event, data);
  if (!applied.ok) throw new Error(`${event.type} is refused: ${applied.refusal.why}`);
  const written = await records.writeAndWait(applied.record, found.sequence);
  if (written.kind !== "stored") throw new Error(`not written: ${written.kind}`);
  publisher.stop();
  return applied.record;
}
