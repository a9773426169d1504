import { expect, onTestFinished, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { isTerminal } from "../../core/lifecycle.ts";
import { delayedSubject, taskSubject } from "../../core/subject.ts";
import type { TaskRecord } from "../../core/task.ts";
import { createLog } from "../../runtime/log.ts";
import { auditing } from "../../services/scheduler/audit/auditing.ts";
import { captureTerminal } from "../cli/captured-terminal.ts";
import { foundIn, startAudit, storeEvents } from "../services/scheduler/audit/start-audit.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { PROJECT, type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** The message of a task that waits, whichever line it is in. */
async function messageOf({ connection }: Stack, id: string) {
  const subject = taskSubject({ queue: "inline_puppets", priority: "normal", project: PROJECT, id });
  const message = await connection.jsm.streams.getMessage("TASKS", { last_by_subj: subject });
  if (message === null) throw new Error(`no message of ${id}`);
  return { sequence: message.seq, record: message.json<TaskRecord>() };
}

/** Ways to leave a task in pieces, each as a crash, a lost write or an operator would. */
const BREAKAGES: Readonly<Record<string, (stack: Stack, id: string) => Promise<void>>> = {
  async nothing() {},
  async runningAndPurged(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    await storeEvents(stack, record, { type: "started", worker: "dead", messageSequence: sequence });
    await stack.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
  },
  async retryWithoutSchedule(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    const dueAt = new Date(Date.now() + 200).toISOString();
    const started = { type: "started", worker: "dead", messageSequence: sequence } as const;
    await storeEvents(stack, record, started, { type: "retry_scheduled", dueAt });
    await stack.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
  },
  async interruptedAndPurged(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    const started = { type: "started", worker: "dead", messageSequence: sequence } as const;
    await storeEvents(stack, record, started, { type: "interrupted", reason: "DRAINED", worker: "dead" });
    await stack.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
  },
  async cancellingAlone(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    const started = { type: "started", worker: "dead", messageSequence: sequence } as const;
    await storeEvents(stack, record, started, { type: "cancel_requested", by: "key" });
    await stack.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
  },
  async endedButInLine(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    const started = { type: "started", worker: "dead", messageSequence: sequence } as const;
    await storeEvents(stack, record, started, { type: "succeeded", worker: "dead" });
  },
  async endedButScheduled(stack, id) {
    const { record, sequence } = await messageOf(stack, id);
    const started = { type: "started", worker: "dead", messageSequence: sequence } as const;
    const ended = await storeEvents(stack, record, started, { type: "succeeded", worker: "dead" });
    await stack.connection.jsm.streams.purge("TASKS", { filter: taskSubject(record) });
    const dueAt = new Date(Date.now() + 3_600_000).toISOString();
    const late = { record: { ...record, dueAt }, sequence: ended.sequence - 1 };
    await new Promise((resolve) => stack.queue.requeue(late, resolve));
    expect(
      await stack.connection.jsm.streams.getMessage("TASKS", { last_by_subj: delayedSubject(record) }),
    ).not.toBeNull();
  },
};

const puppet = { type: "inline_puppet", payload: { acts: [{ do: "return", result: 1 }] } };

test("whatever breaks, after audits every accepted task has exactly one outcome, and nothing is left in line", async () => {
  const stack = await startStack({ scheduler: false });
  const { audit } = await startAudit(stack);
  const ways = Object.values(BREAKAGES);
  const tasks: string[] = [];
  for (let i = 0; i < 70; i++) {
    const { taskId } = await stack.client.submitTask(puppet);
    tasks.push(taskId);
    // By chance, but each way often: the order in which things break is what differs from run to run.
    await ways[Math.floor(Math.random() * ways.length)]?.(stack, taskId);
  }
  await stack.startWorker({ concurrency: 4 });
  // Audits beside live traffic, and without a grace: whatever they meet in the middle they must not break.
  let isLeft = true;
  const auditing = (async () => {
    while (isLeft) await audit();
  })();
  for (const id of tasks) {
    const { timeline } = await stack.recordWhen(id, ({ state }) => isTerminal(state));
    const ends = timeline.filter(({ type }) =>
      ["succeeded", "failed", "cancelled", "expired"].includes(type),
    );
    expect(ends).toHaveLength(1);
  }
  isLeft = false;
  await auditing;
  await eventuallyTrue("nothing is left in line", async () => {
    await audit();
    return (await stack.connection.jsm.streams.info("TASKS")).state.messages === 0;
  });
  expect(foundIn(await audit())).toEqual({});
});

test("beside a busy system in which nothing is wrong an audit finds nothing", async () => {
  const stack = await startStack();
  const { audit } = await startAudit(stack);
  await stack.startWorker({ concurrency: 4 });
  const acts = [
    { do: "throw", message: "once", times: 1 },
    { do: "return", result: 1 },
  ];
  let isBusy = true;
  const submitted: string[] = [];
  const load = (async () => {
    while (isBusy) {
      const batch = await stack.client.submitTasks(
        Array.from({ length: 20 }, () => ({ type: "inline_puppet", payload: { acts } })),
      );
      for (const outcome of batch) if (outcome.ok) submitted.push(outcome.task.taskId);
      const last = submitted.at(-1) ?? "";
      await stack.client.waitTask(last);
    }
  })();
  for (let i = 0; i < 10; i++) {
    expect(foundIn(await audit({ graceMs: 2_000 }))).toEqual({});
    await eventually("more has been done", () => (submitted.length > i * 20 ? true : undefined));
  }
  isBusy = false;
  await load;
  for (const id of submitted) expect((await stack.client.waitTask(id)).state).toBe("SUCCEEDED");
});

// The scheduler of this test is its duty alone, with no grace to wait for.
test("an operator audits from the command line: exit code 1 while something is wrong, and what was found is named", async () => {
  const stack = await startStack({ scheduler: false });
  const { deps } = await startAudit(stack);
  const cwd = temporaryFolder();
  const run = async (...args: readonly string[]) => {
    const env = { LONGSHORE_GRPC_URL: stack.url, LONGSHORE_API_KEY: stack.apiKey };
    const terminal = captureTerminal({ cwd, env });
    const code = await runCommandLine(["admin", "audit", ...args], terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
  const without = await run();
  expect(without).toMatchObject({ code: 1, stdout: "" });
  expect(without.stderr).toMatch(/no scheduler leads[\s\S]*longshore scheduler/);

  const pace = { firstAfterMs: 3_600_000, intervalMs: 3_600_000, graceMs: -1_000 };
  const end = auditing(
    { ...deps, log: createLog({ service: "t", instance: "t", level: "silent" }) },
    pace,
  ).begin();
  onTestFinished(() => end());
  const { taskId } = await stack.client.submitTask(puppet);
  await BREAKAGES["runningAndPurged"]?.(stack, taskId);
  await eventuallyTrue("the event is seen", () => deps.liveTasks.size === 1);

  const dry = await run("--dry-run");
  expect(dry.code).toBe(1);
  expect(dry.stdout).toMatch(/^KIND +LOOKED AT +FOUND +MENDED$/m);
  expect(dry.stdout).toMatch(/^running_without_worker +1 +1 +0$/m);
  expect(dry.stdout).toContain(`! ${taskId} running_without_worker: `);
  expect((await run()).stdout).toMatch(/^1 found, 1 mended, in /m);
  const clean = await run("--dry-run", "-o", "json");
  expect(clean.code).toBe(0);
  expect(JSON.parse(clean.stdout)).toMatchObject({ dryRun: true, counts: expect.any(Array) });
});
