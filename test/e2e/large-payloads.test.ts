import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { STREAMS } from "../../core/subject.ts";
import { startStack } from "../support/start-stack.ts";

const MIB = 1024 ** 2;

test("a task of 64 MiB reaches its handler as it was submitted, and is shown as such", async () => {
  const { client, startWorker, connection } = await startStack();
  await startWorker({ types: ["measure"] });
  const bytes = Buffer.alloc(64 * MIB, "0123456789abcdef-");
  const { taskId } = await client.submitTask({ type: "measure", payload: bytes });
  const task = await client.waitTask(taskId);
  expect(task.result).toEqual({
    bytes: bytes.length,
    sha256: createHash("sha256").update(bytes).digest("hex"),
  });
  expect(bytes.equals(task.payload as Buffer)).toBe(true);
  const basic = await client.getTask(taskId, { view: "BASIC" });
  expect(basic).not.toHaveProperty("payload");
  const { state } = await connection.jsm.streams.info(STREAMS.objects);
  expect(state.messages).toBe(64 * 2 + 1);
});

test.each(["puppet", "inline_puppet"])(
  "JSON of 20 MiB goes through a %s, and comes back as its result",
  async (type) => {
    const { client, startWorker, recordWhen } = await startStack();
    await startWorker({ types: [type] });
    const result = { rows: Array.from({ length: 20 }, (_, row) => ({ row, text: "é".repeat(MIB / 2) })) };
    const payload = { acts: [{ do: "return", result }] };
    const { taskId } = await client.submitTask({ type, payload });
    const task = await client.waitTask(taskId);
    expect(task.state).toBe("SUCCEEDED");
    expect(task.result).toEqual(result);
    expect(task.payload).toEqual(payload);
    const record = await recordWhen(taskId, ({ state }) => state === "SUCCEEDED");
    expect(JSON.stringify(record).length).toBeLessThan(4_000);
  },
);

test("a payload and a result that fit a record each, but not together, are both kept", async () => {
  const { client, startWorker } = await startStack();
  await startWorker({ types: ["puppet"] });
  const { randomBytes } = await import("node:crypto");
  const result = randomBytes(370_000).toString("base64");
  const { taskId } = await client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "return", result }] },
  });
  const task = await client.waitTask(taskId);
  expect(task.state).toBe("SUCCEEDED");
  expect(task.result).toBe(result);
});
