import { execFile } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { objectName } from "../../core/object-subject.ts";
import type { StoredObject } from "../../core/stored-object.ts";
import { STREAMS } from "../../core/subject.ts";
import { CHUNK_BYTES, describeObject, Objects } from "../../jetstream/objects.ts";
import { crashAndRecover, startStore } from "../support/store.ts";
import { newRecord } from "../support/task-record.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const soon = () => Date.now() + 20_000;

async function startObjects() {
  const store = await startStore();
  const objects = new Objects(store.connection);
  onTestFinished(() => objects.stop());
  const state = async () => (await store.connection.jsm.streams.info(STREAMS.objects)).state;
  return { ...store, objects, state };
}

/** Bytes that differ from place to place, and cost nothing to make. */
function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size, randomBytes(997));
  return bytes;
}

test("what is stored is read as it was, at and around the bounds of chunks, up to 64 MiB", async () => {
  const { objects } = await startObjects();
  const bounds = [1, 2, 16, 17].map((chunks) => chunks * CHUNK_BYTES);
  const size = fc.oneof(
    fc.constantFrom(...bounds).chain((bound) => fc.integer({ min: bound - 1, max: bound + 1 })),
    fc.integer({ min: 1, max: 4 * CHUNK_BYTES }),
  );
  const roundTrip = async (length: number) => {
    const bytes = bytesOf(length);
    const task = newRecord();
    const object = describeObject(bytes, Date.now());
    expect(await objects.put(task, object, bytes, soon())).toBeUndefined();
    const read = await objects.read(task, object);
    expect(read.kind === "read" && read.bytes.equals(bytes)).toBe(true);
  };
  await fc.assert(fc.asyncProperty(size, roundTrip), { numRuns: 20 });
  await roundTrip(64 * 1024 ** 2);
});

test("S22: a reference in the record of another task, or of another project, leads nowhere", async () => {
  const { objects } = await startObjects();
  const bytes = bytesOf(1_000);
  const task = newRecord();
  const object = describeObject(bytes, Date.now());
  await objects.put(task, object, bytes, soon());
  const others = [newRecord(), { ...task, project: "other" }];
  for (const other of others) expect(await objects.read(other, object)).toMatchObject({ kind: "lost" });
  const changed: StoredObject = {
    ...object,
    id: `${object.id.slice(0, -1)}${object.id.endsWith("0") ? "1" : "0"}`,
  };
  expect(await objects.read(task, changed)).toMatchObject({ kind: "lost" });
});

test("bytes that are not those of the record are not given out", async () => {
  const { objects, connection, state } = await startObjects();
  const bytes = bytesOf(3 * CHUNK_BYTES);
  const task = newRecord();
  const object = describeObject(bytes, Date.now());
  await objects.put(task, object, bytes, soon());
  const { first_seq } = await state();
  await connection.jsm.streams.deleteMessage(STREAMS.objects, first_seq + 1);
  expect(await objects.read(task, object)).toMatchObject({ kind: "lost", problem: /damaged/ });
});

test("an object that is removed leaves nothing behind, and its neighbour stays", async () => {
  const { objects, state } = await startObjects();
  const [task, neighbour] = [newRecord(), newRecord()];
  const bytes = bytesOf(CHUNK_BYTES + 1);
  const [object, other] = [describeObject(bytes, Date.now()), describeObject(bytes, Date.now())];
  await objects.put(task, object, bytes, soon());
  await objects.put(neighbour, other, bytes, soon());
  const { project, id } = task;
  await objects.remove({ project, id, object: object.id });
  expect(await objects.read(task, object)).toMatchObject({ kind: "lost", problem: /gone/ });
  expect(await objects.read(neighbour, other)).toMatchObject({ kind: "read" });
  expect((await state()).messages).toBe(3);
});

test("an object with a time to live goes by itself", async () => {
  const { objects, state } = await startObjects();
  const bytes = bytesOf(CHUNK_BYTES + 1);
  await objects.put(newRecord(), describeObject(bytes, Date.now()), bytes, soon(), 1_000);
  expect((await state()).messages).toBe(3);
  await expect.poll(async () => (await state()).messages, { timeout: 20_000 }).toBe(0);
});

test("an upload goes on through a NATS that is killed, and what it stores is whole", async () => {
  const store = await startObjects();
  const bytes = bytesOf(64 * 1024 ** 2);
  const task = newRecord();
  const object = describeObject(bytes, Date.now());
  const upload = store.objects.put(task, object, bytes, Date.now() + 40_000);
  await expect.poll(async () => (await store.state()).messages, { interval: 5 }).toBeGreaterThan(2);
  await crashAndRecover(store);
  expect(await upload).toBeUndefined();
  const read = await store.objects.read(task, object);
  expect(read.kind === "read" && read.bytes.equals(bytes)).toBe(true);
});

test("`nats object` lists an object, tells of it and gets it", async () => {
  const { objects, nats } = await startObjects();
  const task = newRecord();
  const bytes = bytesOf(2 * CHUNK_BYTES + 5);
  const object = describeObject(bytes, Date.now());
  await objects.put(task, object, bytes, soon());
  const name = objectName({ project: task.project, id: task.id, object: object.id });
  const path = [process.env["LONGSHORE_TOOLS_DIR"], process.env["PATH"]].join(delimiter);
  const run = (...args: string[]) =>
    promisify(execFile)("nats", ["--server", nats.url, "object", ...args], {
      env: { ...process.env, PATH: path },
    });

  expect((await run("ls", "payloads")).stdout).toContain(name);
  expect((await run("info", "payloads", name)).stdout).toMatch(/1\.0 MiB|1048581|1,048,581/);
  const file = join(temporaryFolder(), "object");
  await run("get", "payloads", name, "--output", file, "--no-progress");
  const { readFile } = await import("node:fs/promises");
  expect(
    createHash("sha256")
      .update(await readFile(file))
      .digest("hex"),
  ).toBe(object.sha256);
});
