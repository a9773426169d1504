import { expect, test } from "vitest";
import { createTaskId } from "../../../../services/gateway/task-id.ts";
import { type Api, apiOf, failure, submission, withKey } from "../api.ts";
import { startGateway } from "../start-gateway.ts";
import { createRandom } from "./random-calls.ts";

const LANES = 24;
const OPERATIONS_PER_LANE = 420;
const IDS_PER_LANE = 4;
const KEYS_PER_LANE = 2;

/** What a project is to have of a task, going by its own calls alone. */
interface Expected {
  readonly payload: string;
  state: "QUEUED" | "CANCELLED";
  priority: "NORMAL" | "HIGH" | "LOW";
}

/** One project's side of a lane: ids and unique keys are the same ones as on the other side. */
class Side {
  readonly #api: Api;
  readonly #project: string;
  readonly #tasks = new Map<string, Expected>();
  readonly #holders = new Map<string, string>();
  #submissions = 0;

  constructor(api: Api, project: string) {
    this.#api = api;
    this.#project = project;
  }

  async submit(taskId: string, isAgain: boolean): Promise<void> {
    const before = this.#tasks.get(taskId);
    const payload = isAgain && before !== undefined ? before.payload : this.#newPayload();
    const request = submission("echo", payload, { taskId });
    if (before !== undefined && payload !== before.payload) {
      expect((await failure(this.#api.submit(request))).reason).toBe("TASK_EXISTS");
      return;
    }
    const task = await this.#api.submit(request);
    expect([task.project, task.state]).toEqual([this.#project, before?.state ?? "QUEUED"]);
    if (before === undefined) this.#tasks.set(taskId, { payload, state: "QUEUED", priority: "NORMAL" });
  }

  async submitUnique(uniqueKey: string): Promise<void> {
    const held = this.#holders.get(uniqueKey);
    const isHeld = held !== undefined && this.#tasks.get(held)?.state === "QUEUED";
    const payload = this.#newPayload();
    const { taskId } = await this.#api.submit(submission("echo", payload, { options: { uniqueKey } }));
    if (isHeld) {
      expect(taskId).toBe(held);
      return;
    }
    expect(this.#tasks.has(taskId)).toBe(false);
    this.#tasks.set(taskId, { payload, state: "QUEUED", priority: "NORMAL" });
    this.#holders.set(uniqueKey, taskId);
  }

  async cancel(taskId: string): Promise<void> {
    const before = this.#tasks.get(taskId);
    if (before === undefined) {
      expect((await failure(this.#api.cancel({ taskId }))).reason).toBe("TASK_NOT_FOUND");
      return;
    }
    expect((await this.#api.cancel({ taskId, reason: before.payload })).state).toBe("CANCELLED");
    before.state = "CANCELLED";
  }

  async prioritize(taskId: string, priority: Expected["priority"]): Promise<void> {
    const before = this.#tasks.get(taskId);
    const update = this.#api.update({ taskId, priority });
    if (before?.state === "QUEUED") {
      expect((await update).priority).toBe(priority);
      before.priority = priority;
      return;
    }
    expect((await failure(update)).reason).toBe(before === undefined ? "TASK_NOT_FOUND" : "TASK_FINISHED");
  }

  async look(taskId: string): Promise<void> {
    const expected = this.#tasks.get(taskId);
    if (expected === undefined) {
      expect((await failure(this.#api.get({ taskId }))).reason).toBe("TASK_NOT_FOUND");
      return;
    }
    const { project, payload, state, priority } = await this.#api.get({ taskId, view: "FULL" });
    expect({ project, payload: payload?.stringValue, state, priority }).toEqual({
      project: this.#project,
      ...expected,
    });
  }

  /** An id that this side knows: one of the shared ones, or one that a unique key holds. */
  anyId(shared: readonly string[], random: (below: number) => number): string {
    const ids = [...shared, ...this.#holders.values()];
    return ids[random(ids.length)] ?? "";
  }

  async lookAtAll(): Promise<void> {
    for (const id of this.#tasks.keys()) await this.look(id);
  }

  #newPayload(): string {
    return `${this.#project} ${this.#submissions++}`;
  }
}

test("S24: in 10,000 random operations on the same ids and unique keys each project has what it did itself, and nothing else", async () => {
  const { api, client, otherKey } = await startGateway();
  const other = apiOf(client, withKey(otherKey));
  const seed = Date.now() % 1_000_000;
  const lanes = Array.from({ length: LANES }, async (_, lane) => {
    const random = createRandom(seed + lane);
    const ids = Array.from({ length: IDS_PER_LANE }, () => createTaskId(Date.now()));
    const sides = [new Side(api, "acme"), new Side(other, "other")] as const;
    for (let i = 0; i < OPERATIONS_PER_LANE; i++) {
      const side = sides[random(2)] ?? sides[0];
      const id = side.anyId(ids, random);
      const operations = [
        () => side.submit(ids[random(IDS_PER_LANE)] ?? "", random(2) === 0),
        () => side.submitUnique(`lane ${lane} key ${random(KEYS_PER_LANE)}`),
        () => side.cancel(id),
        () => side.prioritize(id, random(2) === 0 ? "HIGH" : "LOW"),
        () => side.look(id),
      ];
      await operations[random(operations.length)]?.();
    }
    for (const side of sides) await side.lookAtAll();
  });
  const failures = (await Promise.allSettled(lanes)).filter(({ status }) => status === "rejected");
  expect({ seed, failures }).toEqual({ seed, failures: [] });
}, 180_000);
