import { Kvm } from "@nats-io/kv";
import { expect, test } from "vitest";
import { BUCKETS, uniqueKeySubject } from "../../core/subject.ts";
import type { UniqueClaim } from "../../core/unique-key.ts";
import { nameUniqueKey, UniqueKeys } from "../../jetstream/unique-keys.ts";
import { startStore } from "../support/store.ts";

const CLAIM: UniqueClaim = {
  version: 1,
  taskId: "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64",
  key: "größe 7 / *.>",
  claimedAt: "2026-01-01T00:00:00.000Z",
  publishUntil: "2026-01-01T00:00:12.000Z",
};

const NAME = nameUniqueKey("demo", "greet", CLAIM.key);

async function startKeys() {
  const store = await startStore();
  return {
    ...store,
    keys: new UniqueKeys(store.connection, store.publisher),
    soon: () => Date.now() + 5_000,
  };
}

test("a key is claimed against what was read, and freed only if nobody has claimed it since", async () => {
  const { keys, soon } = await startKeys();
  expect(await keys.read(NAME)).toEqual({ ok: true, claim: undefined, revision: 0 });
  const first = await keys.claim(NAME, CLAIM, 0, soon());
  if (first.kind !== "stored") throw new Error(first.kind);
  expect(await keys.read(NAME)).toEqual({ ok: true, claim: CLAIM, revision: first.sequence });
  expect((await keys.claim(NAME, CLAIM, 0, soon())).kind).toBe("conflict");

  const second = await keys.claim(NAME, { ...CLAIM, taskId: "other" }, first.sequence, soon());
  if (second.kind !== "stored") throw new Error(second.kind);
  expect((await keys.free(NAME, first.sequence, soon())).kind).toBe("conflict");
  expect((await keys.free(NAME, second.sequence, soon())).kind).toBe("stored");
  const freed = await keys.read(NAME);
  expect(freed).toMatchObject({ ok: true, claim: undefined });
  expect((await keys.claim(NAME, CLAIM, freed.ok ? freed.revision : -1, soon())).kind).toBe("stored");
});

test("the mark of a freed key goes by itself, and people read the key in the bucket", async () => {
  const { keys, soon, connection } = await startKeys();
  const kv = await new Kvm(connection.nc).open(BUCKETS.uniqueKeys);
  await keys.claim(NAME, CLAIM, 0, soon());
  const entry = await kv.get(`demo.greet.${NAME.digest}`);
  expect(entry?.json()).toEqual(CLAIM);
  await keys.free(NAME, entry?.revision ?? 0, soon());
  const mark = await connection.jsm.direct.getMessage(`KV_${BUCKETS.uniqueKeys}`, {
    last_by_subj: uniqueKeySubject(NAME),
  });
  expect(mark?.header.get("Nats-TTL")).toBe("120s");
});

test("claims are listed page by page, without what is free or none of ours", async () => {
  const { keys, soon, connection } = await startKeys();
  const names = Array.from({ length: 5 }, (_, index) => nameUniqueKey("demo", "greet", `key ${index}`));
  for (const [index, name] of names.entries())
    await keys.claim(name, { ...CLAIM, key: `key ${index}` }, 0, soon());
  const kv = await new Kvm(connection.nc).open(BUCKETS.uniqueKeys);
  await kv.put("demo.greet.stray", "not ours");
  const freed = await keys.read(names[1] ?? NAME);
  await keys.free(names[1] ?? NAME, freed.ok ? freed.revision : 0, soon());

  const found: string[] = [];
  let from: number | undefined = 1;
  while (from !== undefined) {
    const page = await keys.list(from, 2);
    if (!page.ok) throw new Error(page.problem);
    found.push(...page.claims.map(({ claim }) => claim.key));
    from = page.next;
  }
  expect(found).toEqual(["key 0", "key 2", "key 3", "key 4"]);
});

test("an entry that is no claim counts as nobody's; one of a later version is left alone", async () => {
  const { keys, soon, connection } = await startKeys();
  const kv = await new Kvm(connection.nc).open(BUCKETS.uniqueKeys);
  const key = `demo.greet.${NAME.digest}`;
  for (const text of ["not JSON", "null", "7", '{"version":1}', "{}"]) {
    const revision = await kv.put(key, text);
    expect(await keys.read(NAME)).toEqual({ ok: true, claim: undefined, revision });
  }
  await kv.put(key, JSON.stringify({ ...CLAIM, version: 2 }));
  expect(await keys.read(NAME)).toMatchObject({
    ok: false,
    problem: expect.stringContaining("version 2, this program reads version 1"),
  });
  expect((await keys.claim(NAME, CLAIM, 0, soon())).kind).toBe("conflict");
});
