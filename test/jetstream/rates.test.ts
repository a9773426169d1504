import { Kvm } from "@nats-io/kv";
import { expect, onTestFinished, test } from "vitest";
import { BUCKETS } from "../../core/subject.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { openRate } from "../../jetstream/rates.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { startStore } from "../support/store.ts";

const AT = (nextAtMs: number) => ({ nextAtMs, everyMs: 10 });

async function open(connection: Connection) {
  const rate = await openRate(connection, "default");
  onTestFinished(() => rate.stop());
  return rate;
}

test("of two who write against the same revision one is first; the other reads what that one wrote", async () => {
  const { connection } = await startStore();
  const [first, second] = [await open(connection), await open(connection)];
  expect(first.current()).toEqual({ state: undefined, revision: 0 });
  const written = await Promise.all([first.write(AT(1), 0), second.write(AT(2), 0)]);
  expect(written.toSorted()).toEqual([false, true]);
  const winner = AT(written[0] ? 1 : 2);
  expect((await first.read()).state).toEqual(winner);
  expect(await second.read()).toEqual(first.current());
});

test("what others write is seen, and what was read earlier does not come back", async () => {
  const { connection } = await startStore();
  const [first, second] = [await open(connection), await open(connection)];
  for (let i = 1; i <= 20; i++) expect(await first.write(AT(i), first.current().revision)).toBe(true);
  await eventuallyTrue("it is seen", () => second.current().state?.nextAtMs === 20);
  expect(first.current().state).toEqual(AT(20));
});

test("one who opens later begins with what is stored; what is none of ours, or was deleted, counts as nothing", async () => {
  const { connection } = await startStore();
  await (await open(connection)).write(AT(7), 0);
  expect((await open(connection)).current().state).toEqual(AT(7));

  const kv = await new Kvm(connection.nc).open(BUCKETS.rates);
  await kv.put("default", "fast");
  const rate = await open(connection);
  expect(rate.current().state).toBeUndefined();
  expect(await rate.write(AT(8), rate.current().revision)).toBe(true);
  await kv.delete("default");
  await eventuallyTrue("the deletion", () => rate.current().state === undefined);
  expect(await rate.write(AT(9), rate.current().revision)).toBe(true);
});
