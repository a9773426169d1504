import { expect, onTestFinished, test } from "vitest";
import { listen } from "../../jetstream/listen.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStore } from "../support/store.ts";

test("a callback that throws is an uncaught exception; the connection lives on", async () => {
  const { connection } = await startStore({ queues: [] });
  const uncaught = catchUncaught();
  const seen: string[] = [];
  const stop = listen(connection.nc, "greetings", (message) => {
    seen.push(message.string());
    if (message.string() === "bad") throw new Error("a bug in a callback");
  });
  onTestFinished(stop);
  connection.nc.publish("greetings", "bad");
  connection.nc.publish("greetings", "good");
  await eventuallyTrue("both messages", () => seen.length === 2);
  expect(seen).toEqual(["bad", "good"]);
  expect(uncaught).toMatchObject([{ message: "a bug in a callback" }]);
});

test("subscribers of one queue share the messages", async () => {
  const { connection } = await startStore({ queues: [] });
  let count = 0;
  for (let i = 0; i < 3; i++) {
    const stop = listen(connection.nc, "greetings", () => count++, "readers");
    onTestFinished(stop);
  }
  for (let i = 0; i < 30; i++) connection.nc.publish("greetings", "hello");
  await connection.nc.flush();
  expect(count).toBe(30);
});

/** Takes the place of the test runner's own handler until the test has finished. */
function catchUncaught(): unknown[] {
  const uncaught: unknown[] = [];
  const before = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", (error) => uncaught.push(error));
  onTestFinished(() => {
    process.removeAllListeners("uncaughtException");
    for (const listener of before) process.on("uncaughtException", listener);
  });
  return uncaught;
}
