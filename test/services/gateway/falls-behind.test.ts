import { expect, onTestFinished, test } from "vitest";
import type { WatchTasksResponse } from "../../../proto/gen/longshore/v1/WatchTasksResponse.ts";
import { createLog } from "../../../runtime/log.ts";
import { EventFeed } from "../../../services/gateway/event-feed/event-feed.ts";
import { Watcher } from "../../../services/gateway/event-feed/watcher.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { startStore } from "../../support/store.ts";
import { newRecord } from "../../support/task-record.ts";

const PROJECT = "demo";
const silent = createLog({ service: "test", instance: "test", level: "silent" });

/** A reader that takes nothing until it is told to. */
function heldReader() {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const answers: WatchTasksResponse[] = [];
  let hasRoom = false;
  const emit = {
    hasRoom: () => hasRoom,
    send: (answer: WatchTasksResponse) => {
      answers.push(answer);
      return released;
    },
  };
  return {
    emit,
    answers,
    release() {
      hasRoom = true;
      release();
    },
  };
}

test.each([
  { from: "what the gateway has at hand", events: 300, bytes: 8_000 },
  { from: "the store", events: 300, bytes: 64_000 },
])("a reader that falls behind is told of the rest from $from: each event once, in order", async (given) => {
  const { connection, records } = await startStore({ queues: [] });
  const feed = await EventFeed.open(connection, silent);
  onTestFinished(() => feed.stop());
  const ending = new AbortController();
  const { emit, answers, release } = heldReader();
  const terms = {
    project: PROJECT,
    filter: undefined,
    from: undefined,
    stallMs: 60_000,
    signal: ending.signal,
  };
  const start = feed.ring.after;
  const watching = new Watcher(feed, terms, emit).run({});

  const ids: string[] = [];
  const message = "x".repeat(given.bytes);
  for (let n = 0; n < given.events; n++) {
    const record = newRecord({ project: PROJECT });
    const timeline = record.timeline.map((event) => ({ ...event, message }));
    await records.writeAndWait({ ...record, timeline }, 0);
    ids.push(record.id);
  }
  await eventuallyTrue("the feed to have met them", () => feed.ring.end === given.events);
  expect(feed.ring.after > start).toBe(given.from === "the store");
  expect(answers).toHaveLength(1);

  release();
  const told = () => answers.flatMap(({ event, taskId }) => (event ? [taskId] : []));
  await eventuallyTrue("the reader to be told", () => told().length >= given.events);
  const late = newRecord({ project: PROJECT });
  await records.writeAndWait(late, 0);
  await eventuallyTrue("the reader to be told", () => told().length > given.events);
  expect(told()).toEqual([...ids, late.id]);
  ending.abort(new Error("enough"));
  await expect(watching).rejects.toThrow("enough");
});
