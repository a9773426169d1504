import { expect, test } from "vitest";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const type = "inline_puppet";

test("a second start with the same store finds all tasks again, and carries out those that wait", async () => {
  const storeDir = temporaryFolder();
  const first = await startStack({ storeDir });
  const submit = (acts: unknown[], more = {}) =>
    first.client.submitTask({ type, payload: { acts }, ...more });
  const worker = await first.startWorker({ types: [type] });
  const ended = await first.client.waitTask((await submit([{ do: "return", result: "kept" }])).taskId);
  const failed = await first.client.waitTask((await submit([{ do: "give_up", message: "bad" }])).taskId);
  await worker.stop();
  const queued = await submit([{ do: "return", result: "late" }]);
  const scheduled = await submit([], { delayMs: 1_500 });
  const faraway = await submit([], { delayMs: 3_600_000 });
  await first.nats.stop();

  const second = await startStack({ storeDir });

  const { client } = second;
  expect(await client.getTask(queued.taskId)).toMatchObject({ state: "QUEUED" });
  const read = async (id: string) => {
    const record = await second.recordWhen(id, () => true);
    return [record.state, record.result ?? record.error?.message];
  };
  expect(await read(ended.taskId)).toEqual(["SUCCEEDED", "kept"]);
  expect(await read(failed.taskId)).toEqual(["FAILED", "bad"]);
  expect(await client.getTask(faraway.taskId)).toMatchObject({ state: "SCHEDULED" });
  await second.startWorker({ types: [type] });
  expect(await client.waitTask(queued.taskId)).toMatchObject({ state: "SUCCEEDED", result: "late" });
  expect(await client.waitTask(scheduled.taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 1 });
});
