import { expect, onTestFinished, test } from "vitest";
import { BatchPublisher } from "../../jetstream/batch-publisher.ts";
import { publishAndWait } from "../../jetstream/publisher.ts";
import { startProxy } from "../support/proxy.ts";
import { connectTo, crashAndRecover, startStore } from "../support/store.ts";

async function startBatching(options: { readonly durability?: "strict" } = {}) {
  const store = await startStore({ queues: [], ...options });
  const publisher = new BatchPublisher(store.connection);
  onTestFinished(() => publisher.stop());
  return { ...store, publisher };
}

const event = (id: number | string, expectedSequence?: number, body = `{"id":"${id}"}`) => ({
  subject: `events.demo.${id}`,
  body,
  headers: [],
  ...(expectedSequence !== undefined && { expectedSequence }),
});

test("what is published together is written together, each member with its own sequence", async () => {
  const { publisher, connection } = await startBatching();
  const answers = await Promise.all(
    Array.from({ length: 1_200 }, (_, i) => publishAndWait(publisher, event(i, 0))),
  );
  for (const [i, answer] of answers.entries()) {
    if (answer.kind !== "stored") throw new Error(`member ${i} is ${answer.kind}`);
    const stored = await connection.jsm.streams.getMessage("EVENTS", { seq: answer.sequence });
    expect(stored?.subject).toBe(`events.demo.${i}`);
  }
  expect(publisher.pending).toBe(0);
});

test("with synced writes a hundred messages take a few batches, not a hundred writes", async () => {
  const { publisher, connection } = await startBatching({ durability: "strict" });
  const batches = new Set<string>();
  const answers = Array.from({ length: 100 }, (_, i) => publishAndWait(publisher, event(i)));
  await Promise.all(answers);
  for await (const message of await connection.jsm.direct.getBatch("EVENTS", { seq: 1, batch: 100 })) {
    batches.add(message.header.get("Nats-Batch-Id"));
  }
  expect(batches.has("")).toBe(false);
  expect(batches.size).toBeLessThanOrEqual(3);
});

test("a refused member is the only one that is refused", async () => {
  const { publisher } = await startBatching();
  await publishAndWait(publisher, event(37, 0));
  const answers = await Promise.all(
    Array.from({ length: 100 }, (_, i) => publishAndWait(publisher, event(i, 0))),
  );
  answers.forEach((answer, i) => {
    expect(answer.kind).toBe(i === 37 ? "conflict" : "stored");
  });
  expect(new Set(answers.map((answer) => (answer.kind === "stored" ? answer.sequence : 0))).size).toBe(100);
});

test("a member that is too large is the only one that is refused", async () => {
  const { publisher } = await startBatching();
  const answers = await Promise.all(
    Array.from({ length: 10 }, (_, i) =>
      publishAndWait(publisher, event(i, 0, i === 4 ? "x".repeat(1_100_000) : "{}")),
    ),
  );
  expect(answers.map(({ kind }) => kind)).toEqual([
    ...Array(4).fill("stored"),
    "refused",
    ...Array(5).fill("stored"),
  ]);
});

test("a message id that is known already is answered as a duplicate; the others are stored", async () => {
  const { publisher, connection } = await startBatching();
  const task = (id: string) => ({
    subject: `tasks.default.normal.demo.${id}`,
    body: "{}",
    headers: [["Nats-Msg-Id", `demo/${id}`]] as const,
  });
  await publishAndWait(publisher, task("b"));
  const answers = await Promise.all(["a", "b", "c"].map((id) => publishAndWait(publisher, task(id))));
  expect(answers.map((answer) => answer.kind === "stored" && answer.duplicate)).toEqual([false, true, false]);
  expect((await connection.jsm.streams.info("TASKS")).state.messages).toBe(3);
});

test("two writes to one subject keep their order", async () => {
  const { publisher, connection } = await startBatching();
  const answers = await Promise.all([
    publishAndWait(publisher, event("a", 0, "first")),
    publishAndWait(publisher, event("b", 0, "other")),
    publishAndWait(publisher, event("a", undefined, "second")),
  ]);
  const [first, other, second] = answers.map((answer) => (answer.kind === "stored" ? answer.sequence : 0));
  expect(first).toBeGreaterThan(0);
  expect(other).toBeGreaterThan(0);
  expect(second).toBeGreaterThan(first ?? 0);
  const last = await connection.jsm.streams.getMessage("EVENTS", { last_by_subj: "events.demo.a" });
  expect(last?.string()).toBe("second");
});

test("nothing is lost when the server is killed in the middle of batches", async () => {
  const store = await startBatching();
  const { publisher, connection } = store;
  const answers = Array.from({ length: 3_000 }, (_, i) => publishAndWait(publisher, event(i, 0)));
  await Promise.race(answers);
  await crashAndRecover(store);
  for (const answer of await Promise.all(answers)) {
    expect(answer.kind === "stored" || (answer.kind === "conflict" && answer.retried)).toBe(true);
  }
  expect((await connection.jsm.streams.info("EVENTS")).state.messages).toBe(3_000);
  expect(publisher.pending).toBe(0);
});

test("a batch whose answer was lost is recognised as retried", async () => {
  const { nats, connection } = await startBatching();
  const proxy = await startProxy(nats.port);
  const publisher = new BatchPublisher(await connectTo(proxy));
  onTestFinished(() => publisher.stop());
  const lost = proxy.mute();
  const answers = Array.from({ length: 5 }, (_, i) => publishAndWait(publisher, event(i, 0)));
  await lost;
  expect((await connection.jsm.streams.info("EVENTS")).state.messages).toBe(5);
  proxy.cut();
  for (const answer of await Promise.all(answers))
    expect(answer).toEqual({ kind: "conflict", retried: true });
});

test("after a stop nothing is pending and everything has been answered", async () => {
  const { publisher, nats } = await startBatching();
  await nats.kill();
  const answers = Array.from({ length: 10 }, (_, i) => publishAndWait(publisher, event(i, 0)));
  publisher.stop();
  for (const answer of await Promise.all(answers)) expect(answer.kind).toBe("unknown");
  expect(publisher.pending).toBe(0);
});
