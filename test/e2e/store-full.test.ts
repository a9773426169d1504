import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { jetstream } from "@nats-io/jetstream";
import { expect, test } from "vitest";
import { STREAMS } from "../../core/subject.ts";
import { eventually } from "../support/eventually.ts";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const MIB = 1024 ** 2;

test("S42: a store that is nearly full takes in no more tasks and says so, and what runs ends and is recorded", async () => {
  const stack = await startStack();
  await stack.startWorker();
  const go = join(temporaryFolder(), "go");
  const running = await stack.client.submitTask({
    type: "inline_puppet",
    payload: {
      acts: [
        { do: "wait_for_file", path: go },
        { do: "return", result: "done" },
      ],
    },
  });
  await stack.recordWhen(running.taskId, ({ state }) => state === "RUNNING");

  await stack.connection.jsm.streams.update(STREAMS.events, { max_bytes: 2 * MIB });
  const js = jetstream(stack.connection.nc);
  const filler = (i: number) => `events.filler.${i}`;
  for (let i = 0; i < 19; i++) await js.publish(filler(i), "x".repeat(MIB / 10));
  const submit = () => stack.client.submitTask({ type: "inline_puppet", payload: { acts: [] } });
  const refused = await eventually("the gateway has noticed", () =>
    submit().then(
      () => undefined,
      (error: unknown) => error,
    ),
  );
  expect(refused).toMatchObject({
    status: "RESOURCE_EXHAUSTED",
    reason: "STORE_FULL",
    message: expect.stringMatching(/^the task store is full: it has no room for more/),
    retryAfterMs: undefined,
  });

  writeFileSync(go, "");
  const ended = await stack.recordWhen(running.taskId, ({ state }) => state === "SUCCEEDED");
  expect(ended.result).toBe("done");

  await stack.connection.jsm.streams.purge(STREAMS.events, { filter: "events.filler.*" });
  await eventually("there is room again", () => submit().catch(() => undefined));
});
