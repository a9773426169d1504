import { describe, expect, test } from "vitest";
import { publishAndWait, SinglePublisher } from "../../jetstream/publisher.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startProxy } from "../support/proxy.ts";
import { connectTo, crashAndRecover, startStore } from "../support/store.ts";

const message = (id: string, more: { expectedSequence?: number; giveUpAt?: number } = {}) => ({
  subject: `events.demo.${id}`,
  body: `{"id":"${id}"}`,
  headers: [],
  ...more,
});

async function storedCount(store: Awaited<ReturnType<typeof startStore>>, stream = "EVENTS") {
  return (await store.connection.jsm.streams.info(stream)).state.messages;
}

describe("a single publisher", () => {
  test("says under which sequence a message is stored", async () => {
    const { publisher } = await startStore({ queues: [] });
    expect(await publishAndWait(publisher, message("a"))).toEqual({
      kind: "stored",
      sequence: 1,
      duplicate: false,
      retried: false,
    });
    expect(await publishAndWait(publisher, message("b"))).toMatchObject({ sequence: 2 });
    expect(publisher.pending).toBe(0);
  });

  test("answers a broken expectation as a conflict, and does not try again", async () => {
    const { publisher } = await startStore({ queues: [] });
    await publishAndWait(publisher, message("a", { expectedSequence: 0 }));
    expect(await publishAndWait(publisher, message("a", { expectedSequence: 0 }))).toEqual({
      kind: "conflict",
      retried: false,
    });
    expect(await publishAndWait(publisher, message("a", { expectedSequence: 1 }))).toMatchObject({
      kind: "stored",
      sequence: 2,
    });
  });

  test("refuses what is larger than the server takes, and goes on", async () => {
    const { publisher } = await startStore({ queues: [] });
    const tooLarge = { ...message("big"), body: "x".repeat(1_100_000) };
    expect(await publishAndWait(publisher, tooLarge)).toMatchObject({
      kind: "refused",
      problem: expect.stringContaining("max_payload"),
    });
    expect(await publishAndWait(publisher, message("a"))).toMatchObject({ kind: "stored" });
    expect(publisher.pending).toBe(0);
  });

  test("delivers what was published while the server was away", async () => {
    const store = await startStore({ queues: [] });
    await store.nats.kill();
    const answers = Array.from({ length: 50 }, (_, i) =>
      publishAndWait(store.publisher, message(`task-${i}`, { expectedSequence: 0 })),
    );
    await store.nats.restart();
    for (const answer of await Promise.all(answers)) expect(answer.kind).toBe("stored");
    expect(await storedCount(store)).toBe(50);
    expect(store.publisher.pending).toBe(0);
  });

  test("loses nothing that is under way when the server is killed", async () => {
    const store = await startStore({ queues: [] });
    const first = await publishAndWait(store.publisher, message("first"));
    expect(first.kind).toBe("stored");
    const answers = Array.from({ length: 2_000 }, (_, i) =>
      publishAndWait(store.publisher, message(`task-${i}`, { expectedSequence: 0 })),
    );
    await answers[0];
    await crashAndRecover(store);
    for (const answer of await Promise.all(answers)) {
      // A conflict is with ourselves: the message was stored, its answer was lost.
      expect(answer.kind === "stored" || (answer.kind === "conflict" && answer.retried)).toBe(true);
    }
    expect(await storedCount(store)).toBe(2_001);
    expect(store.publisher.pending).toBe(0);
  });

  test("says unknown when its time is up", async () => {
    const store = await startStore({ queues: [] });
    await store.nats.kill();
    const giveUpAt = Date.now() + 500;
    const answer = await publishAndWait(store.publisher, message("a", { giveUpAt }));
    expect(answer.kind).toBe("unknown");
    expect(Date.now()).toBeLessThan(giveUpAt + 2_500);
    expect(store.publisher.pending).toBe(0);
  });

  test("says unknown when it is stopped while it waits", async () => {
    const store = await startStore({ queues: [] });
    await store.nats.kill();
    const answer = publishAndWait(store.publisher, message("a"));
    await eventuallyTrue("the connection is lost", () => !store.connection.isConnected());
    store.publisher.stop();
    expect(await answer).toMatchObject({ kind: "unknown" });
    expect(store.publisher.pending).toBe(0);
  });

  test("sends again on a new connection when the answer was lost on the old one", async () => {
    const store = await startStore({ queues: [] });
    const proxy = await startProxy(store.nats.port);
    const publisher = new SinglePublisher(await connectTo(proxy));
    const lost = proxy.mute();
    const answer = publishAndWait(publisher, message("a", { expectedSequence: 0 }));
    await lost;
    expect(await storedCount(store)).toBe(1);
    proxy.cut();
    expect(await answer).toEqual({ kind: "conflict", retried: true });
    publisher.stop();
  });

  test("says that no stream listens, and keeps trying until its time is up", async () => {
    const { publisher } = await startStore({ queues: [] });
    const nowhere = { subject: "nowhere.at.all", body: "", headers: [], giveUpAt: Date.now() + 300 };
    expect(await publishAndWait(publisher, nowhere)).toMatchObject({
      kind: "unknown",
      problem: expect.stringContaining("no stream"),
    });
  });
});
