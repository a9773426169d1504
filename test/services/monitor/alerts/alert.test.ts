import { expect, test } from "vitest";
import { type Alert, judge, RESOLVED_SHOWN_MS } from "../../../../services/monitor/alerts/alert.ts";
import { DEFAULT_RULES } from "../../../../services/monitor/alerts/default-rules.ts";
import { changeRules } from "../../../../services/monitor/alerts/read-rules.ts";
import type { AlertRule } from "../../../../services/monitor/alerts/rule.ts";
import { counts, heartbeat, situation } from "./situations.ts";

const SECOND = 1_000;
const MINUTE = 60_000;

function rule(name: string): AlertRule {
  const found = DEFAULT_RULES.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no rule ${name}`);
  return found;
}

/** What one rule says as things become so, one after the other: the state at each time. */
function play(
  name: string,
  course: readonly (readonly [atMs: number, changes: Parameters<typeof situation>[0]])[],
): (string | undefined)[] {
  let alerts: readonly Alert[] = [];
  return course.map(([nowMs, changes]) => {
    alerts = judge([rule(name)], alerts, situation({ ...changes, nowMs }));
    return alerts[0]?.state;
  });
}

const failing = (failed: number, succeeded = 100 - failed) => ({ all: counts({ succeeded, failed }) });

test("an alert is pending before it fires, and is resolved once it has been over for a while", () => {
  expect(
    play("FailureRateHigh", [
      [0, failing(5)],
      [5 * SECOND, failing(15)],
      [64 * SECOND, failing(15)],
      [65 * SECOND, failing(15)],
      [70 * SECOND, failing(5)],
      [189 * SECOND, failing(5)],
      [190 * SECOND, failing(5)],
    ]),
  ).toEqual([undefined, "pending", "pending", "firing", "firing", "firing", "resolved"]);
});

test("what swings around the threshold does not flap", () => {
  const course = Array.from(
    { length: 60 },
    (_, i) => [i * 10 * SECOND, failing(i % 2 === 0 ? 11 : 9)] as const,
  );
  const states = play("FailureRateHigh", [[-61 * SECOND, failing(11)], [-SECOND, failing(11)], ...course]);
  expect(states.slice(2).every((state) => state === "firing")).toBe(true);
});

test("what was pending and is not so any more was nothing", () => {
  expect(
    play("FailureRateHigh", [
      [0, failing(50)],
      [30 * SECOND, failing(0)],
      [40 * SECOND, failing(50)],
      [70 * SECOND, failing(50)],
    ]),
  ).toEqual(["pending", undefined, "pending", "pending"]);
});

test("a resolved alert is shown for a while, and begins anew when it is so again", () => {
  const over = 65 * SECOND + 2 * MINUTE;
  const course = [
    [0, failing(50)],
    [MINUTE, failing(50)],
    [65 * SECOND, failing(0)],
    [over, failing(0)],
    [over + RESOLVED_SHOWN_MS - 1, failing(0)],
    [over + RESOLVED_SHOWN_MS, failing(0)],
  ] as const;
  expect(play("FailureRateHigh", course)).toEqual([
    "pending",
    "firing",
    "firing",
    "resolved",
    "resolved",
    undefined,
  ]);
  expect(play("FailureRateHigh", [...course.slice(0, 4), [over + 1, failing(50)]]).at(-1)).toBe("pending");
});

test("few tasks say nothing of a rate", () => {
  expect(
    play("FailureRateCritical", [
      [0, failing(19, 0)],
      [MINUTE, failing(19, 0)],
    ]),
  ).toEqual([undefined, undefined]);
  expect(
    play("FailureRateCritical", [
      [0, failing(20, 0)],
      [MINUTE, failing(20, 0)],
    ]),
  ).toEqual(["pending", "firing"]);
});

const START = Date.parse("2026-01-01T00:00:00Z");
const running = [{ project: "demo", taskId: "a", type: "greet", startedMs: START }];
const waiting = [{ queue: "images", type: "resize", waiting: 3, sinceMs: START }];

test.each([
  ["FailureRateHigh", failing(15), failing(5)],
  ["FailureRateCritical", failing(25), failing(15)],
  ["TaskRunsLong", { running, nowMs: START + 481 * SECOND }, { running, nowMs: START + 480 * SECOND }],
  [
    "HandlerMemoryHigh",
    { workers: [heartbeat({ largestBytes: 81, limitBytes: 100 })] },
    { workers: [heartbeat({ largestBytes: 70, limitBytes: 100 })] },
  ],
  ["QueueWithoutWorker", { waiting }, { waiting, workers: [heartbeat({ queues: ["images"] })] }],
  ["TypeWithoutWorker", { waiting }, { waiting, workers: [heartbeat({ types: ["resize"] })] }],
  ["TasksWaitLong", { waiting, nowMs: START + 301 * SECOND }, { waiting, nowMs: START + 240 * SECOND }],
  [
    "RetryStorm",
    { all: counts({ retried: 60, succeeded: 50 }) },
    { all: counts({ retried: 60, succeeded: 90 }) },
  ],
  ["WorkerStalled", { workers: [heartbeat({ state: "stalled" })] }, { workers: [heartbeat({})] }],
  ["DeadLettersGrow", { all: counts({ failed: 11 }) }, { all: counts({ failed: 5 }) }],
  ["MonitorBehind", { lagMs: 31 * SECOND }, { lagMs: SECOND }],
  [
    "StreamNearlyFull",
    { streams: [{ name: "EVENTS", messages: 1, bytes: 86, maxBytes: 100 }] },
    { streams: [{ name: "EVENTS", messages: 1, bytes: 80, maxBytes: 100 }] },
  ],
  ["NatsDown", { isConnected: false }, { isConnected: true }],
] as const)("%s is raised when it is so, and is not when it is not", (name, bad, good) => {
  const now = START + MINUTE;
  const at = (changes: Parameters<typeof situation>[0]) => situation({ nowMs: now, ...changes });
  const raised = judge([{ ...rule(name), forMs: 0 }], [], at(bad));
  expect(raised).toMatchObject([{ name, state: "firing", severity: rule(name).severity }]);
  expect(judge([{ ...rule(name), keepMs: 0 }], raised, at(good))).toMatchObject([
    { name, state: "resolved" },
  ]);
  expect(judge([{ ...rule(name), forMs: 0 }], [], at(good))).toEqual([]);
});

test("every rule has a test above, a threshold that it can fall below, and says what to do", () => {
  expect(DEFAULT_RULES).toHaveLength(13);
  for (const { clear, threshold, action, summary } of DEFAULT_RULES) {
    expect(clear).toBeLessThanOrEqual(threshold);
    expect(action.length).toBeGreaterThan(20);
    expect(summary.endsWith(".")).toBe(true);
  }
});

test("each queue is an alert of its own", () => {
  const alerts = judge(
    [rule("QueueWithoutWorker")],
    [],
    situation({
      waiting: [...waiting, { queue: "mails", type: "mail", waiting: 1, sinceMs: START }],
    }),
  );
  expect(alerts.map(({ labels, value }) => [labels, value])).toEqual([
    [{ queue: "images" }, 3],
    [{ queue: "mails" }, 1],
  ]);
});

test("a file changes rules, and turns them off", () => {
  const rules = changeRules({
    FailureRateHigh: { threshold: 0.5, for: "10s", severity: "critical" },
    TaskRunsLong: false,
  });
  expect(rules.map(({ name }) => name)).not.toContain("TaskRunsLong");
  const changed = rules.find(({ name }) => name === "FailureRateHigh");
  expect(changed).toMatchObject({ threshold: 0.5, forMs: 10_000, severity: "critical" });
  expect(changed?.clear).toBeCloseTo(0.4);
});

test.each([
  [{ NoSuchRule: false }, /there is no rule NoSuchRule; there are FailureRateHigh/],
  [{ FailureRateHigh: { treshold: 1 } }, /treshold/],
  [{ FailureRateHigh: { for: "soon" } }, /must be/],
  [{ FailureRateHigh: { clear: 0.5 } }, /clear is 0.5, must be at most the threshold, 0.1/],
  [[], /expected record/],
])("what cannot be a file of rules is refused: %j", (content, problem) => {
  expect(() => changeRules(content)).toThrow(problem);
});
