import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { objectChunksSubject, parseObjectChunksSubject } from "../../core/object-subject.ts";
import { isOrphan } from "../../core/orphaned-object.ts";
import { isObjectId, OBJECT_GRACE_MS, objectId, objectTimeMs } from "../../core/stored-object.ts";
import type { TaskState } from "../../core/task.ts";
import { newRecord } from "../support/task-record.ts";

const RANDOM = "0123456789abcdef0123456789abcdef";
const id = "01890000-0000-7000-8000-000000000001";

test("an id tells when it was made, and a key comes back from its subject", () => {
  const time = fc.integer({ min: 0, max: Date.UTC(9_999, 0) });
  const random = fc.stringMatching(/^[0-9a-f]{32}$/);
  fc.assert(
    fc.property(time, random, (nowMs, bytes) => {
      const object = objectId(nowMs, bytes);
      expect(isObjectId(object)).toBe(true);
      expect(objectTimeMs(object)).toBe(nowMs);
      const key = { project: "demo", id, object };
      expect(parseObjectChunksSubject(objectChunksSubject(key))).toEqual(key);
    }),
  );
});

test("S22: no other text is taken for a subject of an object", () => {
  const object = objectId(1, RANDOM);
  for (const subject of [
    `$O.payloads.C.demo.${id}`,
    `$O.other.C.demo.${id}.${object}`,
    `$O.payloads.C.demo.${id}.*`,
  ])
    expect(parseObjectChunksSubject(subject)).toBeUndefined();
});

describe("an object is of no use", () => {
  const object = objectId(1_000, RANDOM);
  const reference = { id: object, bytes: 1, sha256: "" };
  const late = 1_000 + OBJECT_GRACE_MS;
  const recordIn = (state: TaskState, changes = {}) => ({ ...newRecord(), state, ...changes });

  test("when its task is gone, but not while its task may still come", () => {
    expect(isOrphan(object, undefined, late - 1)).toBe(false);
    expect(isOrphan(object, undefined, late)).toBe(true);
  });

  test.each<[TaskState, boolean]>([
    ["SCHEDULED", true],
    ["QUEUED", true],
    ["RETRYING", true],
    ["RUNNING", false],
    ["CANCELLING", false],
    ["SUCCEEDED", true],
    ["FAILED", true],
  ])("when its %s task does not refer to it: %s", (state, expected) => {
    expect(isOrphan(object, recordIn(state), late)).toBe(expected);
    expect(isOrphan(object, recordIn(state, { payloadObject: reference }), late)).toBe(false);
    expect(isOrphan(object, recordIn(state, { resultObject: reference }), late)).toBe(false);
  });
});
