import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { isAlive } from "../support/process-state.ts";
import { spawnWorker } from "../support/spawn-worker.ts";
import { startStack, storyOf } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** Leaves its process id in a file beside it that is named after the task, then does what the payload, one word, says. */
const PROGRAM = `#!/bin/sh
read -r act
go_on() { while :; do sleep 1 & wait; done; }
case "$act" in
  *obey*) trap 'echo "{\\"partial\\":true}"; exit 0' TERM ;;
  *ignore*) trap '' TERM ;;
  *later*) [ "$LONGSHORE_ATTEMPT" = 1 ] && exit 75; echo "$LONGSHORE_ATTEMPT"; exit 0 ;;
  *twice*) [ "$LONGSHORE_ATTEMPT" = 2 ] && { echo '"again"'; exit 0; } ;;
esac
echo $$ > "$LONGSHORE_TASK_ID.new" && mv "$LONGSHORE_TASK_ID.new" "$LONGSHORE_TASK_ID"
go_on
`;

const MODULE = `import { defineTask } from "longshore";
export const program = defineTask({
  type: "program",
  queue: "programs",
  pool: "exec",
  command: ["./program.sh"],
  cancelGrace: "1s",
  retry: { maxRetries: 2, backoff: ["50ms"], jitter: "none" },
});
`;

/** A stack with a worker, a process of its own, that runs the program. */
async function startPrograms() {
  const stack = await startStack();
  const folder = temporaryFolder();
  writeFileSync(join(folder, "program.sh"), PROGRAM, { mode: 0o755 });
  writeFileSync(join(folder, "tasks.ts"), MODULE);
  const startWorker = async () => {
    const env = {
      LONGSHORE_NATS_URL: stack.nats.url,
      LONGSHORE_LEASE: `${stack.leaseMs}ms`,
      LONGSHORE_DRAIN_TIMEOUT: "100ms",
      LONGSHORE_API_KEY: "lsk_secret",
    };
    const worker = spawnWorker(env, [join(folder, "tasks.ts")]);
    await worker.line(/takes tasks/);
    return worker;
  };
  const worker = await startWorker();
  // The gateway hears of the type a moment after the worker has registered it.
  const submit = (act: string) =>
    eventually("the type is known", () =>
      stack.client.submitTask({ type: "program", payload: act }).catch(() => undefined),
    );
  /** Submits, and waits until the program is ready. */
  const submitAndSee = async (act: string) => {
    const { taskId } = await submit(act);
    await eventuallyTrue("the program has told its process id", () => existsSync(join(folder, taskId)));
    return { taskId, pid: Number(readFileSync(join(folder, taskId), "utf8")) };
  };
  return { ...stack, worker, startWorker, submit, submitAndSee };
}

test("a program that obeys a cancel leaves what it had done in the record", async () => {
  const { client, submitAndSee } = await startPrograms();
  const { taskId, pid } = await submitAndSee("obey");
  await client.cancelTask(taskId);
  expect(await client.waitTask(taskId)).toMatchObject({ state: "CANCELLED", result: { partial: true } });
  await eventuallyTrue("the program is gone", () => !isAlive(pid));
});

test("one that ignores it is killed after the grace of its type", async () => {
  const { client, submitAndSee } = await startPrograms();
  const { taskId, pid } = await submitAndSee("ignore");
  await client.cancelTask(taskId);
  const task = await client.waitTask(taskId);
  expect(task.state).toBe("CANCELLED");
  expect(task.timeline.at(-1)?.error).toMatchObject({ reason: "CANCELLED", signal: "SIGKILL" });
  expect(isAlive(pid)).toBe(false);
});

test("exit code 75 is another attempt, by the policy of the type", async () => {
  const { client, submit } = await startPrograms();
  const { taskId } = await submit("later");
  const task = await client.waitTask(taskId);
  expect(task).toMatchObject({ state: "SUCCEEDED", attempt: 2, result: 2 });
  expect(storyOf({ timeline: task.timeline as never })).toEqual([
    "SUBMITTED",
    "STARTED 1",
    "RETRY_SCHEDULED 1 TEMPORARY_FAILURE",
    "STARTED 2",
    "SUCCEEDED 2",
  ]);
});

test("a program does not outlive its worker, and the next worker runs the task again", async () => {
  const { client, worker, startWorker, submitAndSee } = await startPrograms();
  const { taskId, pid } = await submitAndSee("twice");

  worker.kill("SIGKILL");
  await worker.exited;
  await eventuallyTrue("the program is gone", () => !isAlive(pid));
  await startWorker();

  expect(await client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED", attempt: 2, result: "again" });
});

test("a worker that stops hands a program's task back, and leaves no program", async () => {
  const { worker, submitAndSee, recordWhen } = await startPrograms();
  const { taskId, pid } = await submitAndSee("ignore");
  worker.kill("SIGTERM");
  const record = await recordWhen(taskId, ({ state }) => state === "QUEUED");
  expect(storyOf(record)).toContain("interrupted 1 DRAINED");
  await worker.exited;
  expect(isAlive(pid)).toBe(false);
});
