import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  auditSubject,
  changedSubject,
  delayedSubject,
  durableName,
  eventSubject,
  logFilter,
  logSubject,
  parseLogSubject,
  parseProgressSubject,
  parseQueueFilter,
  parseTaskSubject,
  progressSubject,
  queueFilter,
  STREAM_SUBJECTS,
  signalSubject,
  submitMessageId,
  taskSubject,
} from "../../core/subject.ts";
import { PRIORITIES } from "../../core/task.ts";
import { hostile, ids, names } from "./names.arbitrary.ts";

const keys = fc.record({ project: names, id: ids });
const places = fc.record({
  project: names,
  id: ids,
  queue: names,
  priority: fc.constantFrom(...PRIORITIES),
});

/** Whether a NATS subject falls under a filter with `*` and `>`. */
function matches(filter: string, subject: string): boolean {
  const [want, have] = [filter.split("."), subject.split(".")];
  const open = want.at(-1) === ">";
  if (open ? have.length < want.length : have.length !== want.length) return false;
  return want.every((token, index) => token === "*" || token === ">" || token === have[index]);
}

describe("what is written is read back", () => {
  test("where a task waits", () => {
    fc.assert(
      fc.property(places, (place) => {
        expect(parseTaskSubject(taskSubject(place))).toEqual(place);
      }),
    );
  });

  test("whose progress it is", () => {
    fc.assert(
      fc.property(keys, (key) => {
        expect(parseProgressSubject(progressSubject(key))).toEqual(key);
      }),
    );
  });

  test("whose lines a log holds", () => {
    fc.assert(
      fc.property(keys, fc.integer({ min: 1, max: 999_999_999 }), (key, attempt) => {
        const subject = logSubject(key, attempt);
        expect(parseLogSubject(subject)).toEqual({ ...key, attempt });
        expect(matches(logFilter(key), subject)).toBe(true);
        expect(matches(STREAM_SUBJECTS.logs[0], subject)).toBe(true);
      }),
    );
  });

  test("which queue a consumer serves", () => {
    fc.assert(
      fc.property(places, ({ queue, priority }) => {
        expect(parseQueueFilter(queueFilter(queue, priority))).toBe(queue);
      }),
    );
  });
});

test("two tasks never share a subject, a schedule or a message id", () => {
  fc.assert(
    fc.property(keys, keys, (a, b) => {
      fc.pre(a.id !== b.id || a.project !== b.project);
      for (const name of [eventSubject, delayedSubject, changedSubject, progressSubject, submitMessageId]) {
        expect(name(a)).not.toBe(name(b));
      }
    }),
  );
});

test("two levels never share a consumer", () => {
  fc.assert(
    fc.property(places, places, (a, b) => {
      fc.pre(a.queue !== b.queue || a.priority !== b.priority);
      expect(durableName(a.queue, a.priority)).not.toBe(durableName(b.queue, b.priority));
    }),
  );
});

test("a stream listens to what is written for it, and a level's filter takes its own tasks only", () => {
  fc.assert(
    fc.property(places, places, (place, other) => {
      const listens = (filters: readonly string[], subject: string) =>
        filters.some((filter) => matches(filter, subject));
      expect(listens(STREAM_SUBJECTS.tasks, taskSubject(place))).toBe(true);
      expect(listens(STREAM_SUBJECTS.tasks, delayedSubject(place))).toBe(true);
      expect(listens(STREAM_SUBJECTS.events, eventSubject(place))).toBe(true);
      expect(listens(STREAM_SUBJECTS.audit, auditSubject(place.project, "task_cancelled"))).toBe(true);
      const sameLevel = place.queue === other.queue && place.priority === other.priority;
      expect(matches(queueFilter(place.queue, place.priority), taskSubject(place))).toBe(true);
      expect(matches(queueFilter(place.queue, place.priority), taskSubject(other))).toBe(sameLevel);
    }),
  );
});

describe("what is no name never becomes a place", () => {
  test("a subject with a hostile part is not read as a task's", () => {
    fc.assert(
      fc.property(places, hostile, fc.constantFrom("queue", "project", "id"), (place, text, part) => {
        expect(parseTaskSubject(taskSubject({ ...place, [part]: text }))).toBeUndefined();
        expect(
          parseProgressSubject(progressSubject({ ...place, [part === "queue" ? "id" : part]: text })),
        ).toBeUndefined();
      }),
    );
  });

  test("subjects of another kind, level or length are not read", () => {
    const id = "0192f3a4-5b6c-7d8e-9f01-23456789abcd";
    for (const subject of [
      "",
      "tasks",
      `delayed.demo.${id}`,
      `tasks.default.urgent.demo.${id}`,
      `tasks.default.high.demo.${id}.more`,
      `tasks.default.high.${id}`,
      `events.demo.${id}`,
      `progress.demo.${id}.more`,
      `progress..${id}`,
    ]) {
      expect(parseTaskSubject(subject)).toBeUndefined();
      expect(parseProgressSubject(subject)).toBeUndefined();
    }
    expect(parseQueueFilter("tasks.>")).toBeUndefined();
    expect(parseQueueFilter("events.*.*")).toBeUndefined();
  });
});

test("a subject is at most 255 characters, however long the names are", () => {
  const longest = "q".repeat(63);
  const place = {
    project: longest,
    queue: longest,
    priority: "normal",
    id: "0192f3a4-5b6c-7d8e-9f01-23456789abcd",
  } as const;
  for (const subject of [taskSubject(place), eventSubject(place), signalSubject(longest)]) {
    expect(subject.length).toBeLessThanOrEqual(255);
  }
});
