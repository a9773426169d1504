import { expect, onTestFinished, test } from "vitest";
import { runCommandLine } from "../../cli/program.ts";
import { WEBHOOK_QUEUE } from "../../core/webhook.ts";
import { provisionQueue } from "../../jetstream/provision.ts";
import type { CreateApiKeyResponse__Output } from "../../proto/gen/longshore/v1/CreateApiKeyResponse.ts";
import type { CreateWebhookResponse__Output } from "../../proto/gen/longshore/v1/CreateWebhookResponse.ts";
import type { TestWebhookResponse__Output } from "../../proto/gen/longshore/v1/TestWebhookResponse.ts";
import { createLog } from "../../runtime/log.ts";
import { loadSettings } from "../../runtime/settings.ts";
import { METHOD_ROLES, type Method } from "../../services/gateway/method-roles.ts";
import { createMonitor } from "../../services/monitor/monitor.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { captureTerminal } from "../cli/captured-terminal.ts";
import { callApi, firstOf } from "../support/call-api.ts";
import { eventually, eventuallyTrue } from "../support/eventually.ts";
import { type SecuredNats, startSecuredNats } from "../support/secured-nats.ts";
import { type Stack, type StackWorker, startStack } from "../support/start-stack.ts";
import { connectTo } from "../support/store.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

async function startMonitor(secured: SecuredNats): Promise<void> {
  const monitor = createMonitor({
    connection: await connectTo(secured.as("monitor")),
    settings: loadSettings(monitorSettings, {}, { monitorAddress: "127.0.0.1:0", indexFile: ":memory:" }),
    log: createLog({ service: "monitor", instance: "m1", level: "silent" }),
    version: "0.0.0",
    instance: "m1",
  });
  await monitor.start();
  onTestFinished(() => monitor.stop());
}

/** A type that runs in the worker itself; what it does is in the payload. */
const task = (...acts: readonly object[]) => ({ type: "inline_puppet", payload: { acts } });
const ended = task({ do: "return", result: 1 });
const endless = task({ do: "obey_stop" });
const failing = task({ do: "throw", message: "no" });
const once = { maxRetries: 0 };
const queue = "inline_puppets";

/** Something done with the whole system, and the methods of the API that it calls. */
interface Use {
  readonly methods: readonly Method[];
  readonly run: (stack: Stack, worker: StackWorker) => Promise<unknown>;
}

/**
 * Uses of every method of the API, and of what services do by themselves. A method that is missing here fails the test: what
 * it asks of NATS must be in `jetstream/permissions.ts`, and be shown here to be enough.
 */
const USES: Readonly<Record<string, Use>> = {
  "submit, wait, look": {
    methods: [
      "TaskService/SubmitTask",
      "TaskService/SubmitTasks",
      "TaskService/WaitTask",
      "TaskService/GetTask",
    ],
    async run({ client }) {
      const { taskId } = await client.submitTask(ended);
      expect(await client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });
      await client.submitTasks([ended, { ...ended, priority: "high" }, { ...ended, priority: "low" }]);
      await client.getTask(taskId, { view: "BASIC" });
    },
  },
  "a process of its own runs a task": {
    methods: [],
    async run({ client }) {
      const acts = [{ do: "log", message: "hello" }, { do: "progress", done: 1, total: 2 }, { do: "return" }];
      const { taskId } = await client.submitTask({ type: "puppet", payload: { acts } });
      expect(await client.waitTask(taskId)).toMatchObject({ state: "SUCCEEDED" });
    },
  },
  "logs, progress, events": {
    methods: ["TaskService/WatchTask", "TaskService/TailTaskLogs"],
    async run({ client }) {
      const acts = [
        { do: "progress", done: 1, total: 2 },
        { do: "log", message: "hello" },
        { do: "obey_stop" },
      ];
      const { taskId } = await client.submitTask(task(...acts));
      await eventuallyTrue("the monitor knows the progress", async () => {
        const { progress } = await client.getTask(taskId);
        return progress?.done === 1;
      });
      for await (const event of client.watchTask(taskId)) if (event.type === "STARTED") break;
      for await (const line of client.tailTaskLogs(taskId, { follow: true }))
        if (line.message === "hello") break;
      await client.cancelTask(taskId);
      await client.waitTask(taskId);
    },
  },
  cancel: {
    methods: ["TaskService/CancelTask"],
    async run({ client, recordWhen }) {
      const running = await client.submitTask(endless);
      await recordWhen(running.taskId, ({ state }) => state === "RUNNING");
      await client.cancelTask(running.taskId);
      expect(await client.waitTask(running.taskId)).toMatchObject({ state: "CANCELLED" });
      const waiting = await client.submitTask({ ...ended, delayMs: 60_000 });
      await client.cancelTask(waiting.taskId);
    },
  },
  "retries, later and at once": {
    methods: ["TaskService/RetryTask", "TaskService/UpdateTask", "TaskService/RunTask"],
    async run({ client }) {
      const retry = { maxRetries: 1, backoffMs: [100] };
      const flaky = await client.submitTask({
        ...task({ do: "throw", message: "no", times: 1 }, { do: "return" }),
        retry,
      });
      expect(await client.waitTask(flaky.taskId)).toMatchObject({ state: "SUCCEEDED" });
      const failed = await client.submitTask({ ...failing, retry: once });
      expect(await client.waitTask(failed.taskId)).toMatchObject({ state: "FAILED" });
      await client.retryTask(failed.taskId);
      const later = await client.submitTask({ ...ended, delayMs: 60_000 });
      await client.updateTask(later.taskId, { priority: "high" });
      await client.runTask(later.taskId);
      expect(await client.waitTask(later.taskId)).toMatchObject({ state: "SUCCEEDED" });
      await client.waitTask(failed.taskId);
    },
  },
  deadlines: {
    methods: [],
    async run({ client }) {
      const late = await client.submitTask({ ...endless, totalTimeoutMs: 500 });
      expect((await client.waitTask(late.taskId)).state).toMatch(/EXPIRED|FAILED/);
    },
  },
  "unique keys": {
    methods: [],
    async run({ client }) {
      const keyed = { ...task({ do: "obey_stop" }), uniqueKey: "one" };
      const first = await client.submitTask(keyed);
      await client.submitTask({ ...keyed, uniquePolicy: "use_existing" as const }).catch(() => undefined);
      await client.cancelTask(first.taskId);
      await client.waitTask(first.taskId);
      const second = await client.submitTask({ ...ended, uniqueKey: "one" });
      await client.waitTask(second.taskId);
    },
  },
  "queues, with permits and rates": {
    methods: [
      "QueueService/ListQueues",
      "QueueService/GetQueue",
      "QueueService/PauseQueue",
      "QueueService/ResumeQueue",
      "QueueService/UpdateQueue",
      "QueueService/PurgeQueue",
    ],
    async run(stack) {
      const { client } = stack;
      await callApi(stack, "AdminService/UpdateProject", { limits: { maxRunning: 1 } });
      await client.updateQueue(queue, { maxRunning: 1, rateLimit: { perSecond: 100 } });
      const some = await Promise.all([1, 2, 3].map(() => client.submitTask(ended)));
      for (const { taskId } of some) await client.waitTask(taskId);
      await callApi(stack, "AdminService/UpdateProject", { limits: { maxRunning: 0 } });
      await client.pauseQueue(queue);
      const stuck = await client.submitTask(ended);
      await Promise.all([client.listQueues(), client.getQueue(queue)]);
      await client.purgeQueue(queue, { includeDelayed: true });
      expect(await client.waitTask(stuck.taskId)).toMatchObject({ state: "CANCELLED" });
      await client.resumeQueue(queue);
    },
  },
  "many tasks": {
    methods: [
      "TaskService/ListTasks",
      "TaskService/CountTasks",
      "TaskService/CancelTasks",
      "TaskService/RetryTasks",
      "TaskService/PurgeTasks",
    ],
    async run({ client }) {
      const failed = await client.submitTask({ ...failing, retry: once, labels: { of: "many" } });
      await client.waitTask(failed.taskId);
      const later = await client.submitTask({ ...ended, delayMs: 60_000, labels: { of: "many" } });
      await Promise.all([client.countTasks(), client.listTasks({ filter: 'labels.of = "many"' })]);
      await client.cancelTasks('labels.of = "many" AND state = SCHEDULED');
      await client.waitTask(later.taskId);
      await client.retryTasks('labels.of = "many" AND state = FAILED');
      await client.waitTask(failed.taskId);
      const purged = await client.purgeTasks('labels.of = "many" AND state = CANCELLED');
      expect(purged).toMatchObject({ failed: 0 });
    },
  },
  schedules: {
    methods: [
      "ScheduleService/CreateSchedule",
      "ScheduleService/GetSchedule",
      "ScheduleService/ListSchedules",
      "ScheduleService/UpdateSchedule",
      "ScheduleService/DeleteSchedule",
      "ScheduleService/PauseSchedule",
      "ScheduleService/ResumeSchedule",
      "ScheduleService/TriggerSchedule",
      "ScheduleService/PreviewSchedule",
    ],
    async run({ client }) {
      const schedule = { scheduleId: "tick", everyMs: 1_000, task: ended };
      await client.createSchedule(schedule);
      await eventuallyTrue("a tick", async () => (await client.getSchedule("tick")).firedCount > 0);
      await client.previewSchedule(schedule);
      await client.pauseSchedule("tick");
      await client.resumeSchedule("tick");
      await client.triggerSchedule("tick");
      await client.updateSchedule({ ...schedule, everyMs: 60_000 });
      await client.listSchedules();
      await client.deleteSchedule("tick");
    },
  },
  "workers, types, audit": {
    methods: [
      "AdminService/ListTaskTypes",
      "AdminService/ListWorkers",
      "AdminService/ScaleWorker",
      "AdminService/DrainWorker",
      "AdminService/ResumeWorker",
      "AdminService/AuditStore",
    ],
    async run({ client }, { instance }) {
      await client.listTaskTypes();
      await eventuallyTrue("the worker is listed", async () =>
        (await client.listWorkers()).some(({ workerId }) => workerId === instance),
      );
      await client.scaleWorker(instance, 3, { pool: "inline" });
      await client.drainWorker(instance);
      await client.resumeWorker(instance);
      await client.auditStore();
    },
  },
  "API keys, and who made them": {
    methods: [
      "AdminService/ListAudit",
      "AdminService/CreateApiKey",
      "AdminService/ListApiKeys",
      "AdminService/RotateApiKey",
      "AdminService/RevokeApiKey",
    ],
    async run(stack) {
      const made = await callApi(stack, "AdminService/CreateApiKey");
      const { keyId } = (made as unknown as CreateApiKeyResponse__Output).apiKey ?? {};
      await callApi(stack, "AdminService/RotateApiKey", { keyId });
      await callApi(stack, "AdminService/RevokeApiKey", { keyId });
      await callApi(stack, "AdminService/ListApiKeys");
      await callApi(stack, "AdminService/ListAudit");
    },
  },
  "large payloads and results": {
    methods: [],
    async run({ client }) {
      const text = "x".repeat(700_000);
      const { taskId } = await client.submitTask(task({ do: "return", result: text }));
      expect((await client.waitTask(taskId)).result).toBe(text);
      await client.getTask(taskId);
      await client.auditStore();
      await client.purgeTasks(`task_id = "${taskId}"`);
    },
  },
  "the feed of all tasks": {
    methods: ["TaskService/WatchTasks"],
    async run(stack) {
      await Promise.all([firstOf(stack, "TaskService/WatchTasks"), stack.client.submitTask(ended)]);
    },
  },
  "limits of keys and projects": {
    methods: ["AdminService/UpdateApiKey", "AdminService/UpdateProject", "AdminService/GetProject"],
    async run(stack) {
      const made = await callApi(stack, "AdminService/CreateApiKey");
      const { keyId } = (made as unknown as CreateApiKeyResponse__Output).apiKey ?? {};
      await callApi(stack, "AdminService/UpdateApiKey", { keyId, limits: { maxWatches: 50 } });
      await callApi(stack, "AdminService/UpdateProject", { limits: { maxQueued: 1_000_000 } });
      await callApi(stack, "AdminService/GetProject");
    },
  },
  "alerts and silences": {
    methods: [
      "AlertService/ListAlerts",
      "AlertService/CreateSilence",
      "AlertService/ListSilences",
      "AlertService/DeleteSilence",
    ],
    async run(stack) {
      const until = { seconds: Math.ceil(Date.now() / 1_000) + 600 };
      const made = await callApi(stack, "AlertService/CreateSilence", { alert: "NoWorker", until });
      const { silenceId } = made as { readonly silenceId: string };
      await callApi(stack, "AlertService/ListSilences");
      await callApi(stack, "AlertService/DeleteSilence", { silenceId });
      await callApi(stack, "AlertService/ListAlerts");
    },
  },
  webhooks: {
    methods: [
      "WebhookService/CreateWebhook",
      "WebhookService/ListWebhooks",
      "WebhookService/TestWebhook",
      "WebhookService/DeleteWebhook",
    ],
    async run(stack) {
      const made = await callApi(stack, "WebhookService/CreateWebhook", {
        url: "https://longshore.invalid/",
      });
      const { webhookId } = (made as CreateWebhookResponse__Output).webhook ?? {};
      await callApi(stack, "WebhookService/ListWebhooks");
      // The scheduler looks at events only while there is a webhook.
      await stack.client.waitTask((await stack.client.submitTask(ended)).taskId);
      const tried = callApi(stack, "WebhookService/TestWebhook", { webhookId });
      expect(((await tried) as TestWebhookResponse__Output).problem).toMatch(/no answer/);
      await callApi(stack, "WebhookService/DeleteWebhook", { webhookId });
    },
  },
  "tokens for browsers": {
    methods: ["AdminService/CreateToken"],
    run: (stack) => callApi(stack, "AdminService/CreateToken"),
  },
  "what the monitor has counted": {
    methods: ["TaskService/GetTaskStatistics"],
    run: (stack) => callApi(stack, "TaskService/GetTaskStatistics"),
  },
  "a large payload, and a large result": {
    methods: [],
    async run({ client }) {
      const text = "x".repeat(700_000);
      const payload = {
        acts: [
          { do: "log", message: "m", fields: { text } },
          { do: "return", result: text },
        ],
      };
      const { taskId } = await client.submitTask({ type: "puppet", payload });
      expect((await client.waitTask(taskId)).state).toBe("SUCCEEDED");
      expect((await client.getTask(taskId)).result).toBe(text);
      await client.purgeTasks(`task_id = ${taskId}`);
    },
  },
};

test("S18: each service has in NATS what it needs: with every method of the API and every duty nothing is refused", async () => {
  const secured = await startSecuredNats([{ name: undefined, queues: ["puppets", queue, WEBHOOK_QUEUE] }]);
  const stack = await startStack({ secured });
  await startMonitor(secured);
  await provisionQueue(stack.connection, stack.topology, WEBHOOK_QUEUE);
  const worker = await stack.startWorker({ flags: { webhooks: "true" } });
  const covered = new Set<string>();
  for (const [name, { methods, run }] of Object.entries(USES)) {
    await run(stack, worker);
    expect({ name, refused: secured.violations() }).toEqual({ name, refused: [] });
    for (const method of methods) covered.add(method);
  }
  // The scheduler takes over what a worker has left, and asks those that live.
  const lost = stack.spawnWorker();
  await lost.line(/worker takes tasks/);
  lost.kill("SIGKILL");
  await lost.exited;
  await worker.stop();
  expect(secured.violations()).toEqual([]);
  expect(Object.keys(METHOD_ROLES).filter((method) => !covered.has(method))).toEqual([]);
}, 60_000);

test("S18: the command line provisions, examines, and makes keys as the user admin", async () => {
  const secured = await startSecuredNats([{ name: undefined, queues: [queue] }]);
  const run = async (...args: readonly string[]) => {
    const terminal = captureTerminal({
      cwd: temporaryFolder(),
      env: { LONGSHORE_NATS_URL: secured.url, LONGSHORE_NATS_CREDENTIALS: secured.seedOf("admin") },
    });
    const code = await runCommandLine(args, terminal);
    return { code, stdout: terminal.stdout(), stderr: terminal.stderr() };
  };
  expect(await run("provision", "--queue", queue)).toMatchObject({ code: 0 });
  const made = await run("key", "create", "--project", "acme", "-o", "json");
  const { id } = JSON.parse(made.stdout) as { readonly id: string };
  expect(await run("key", "rotate", id)).toMatchObject({ code: 0 });
  expect(await run("key", "list")).toMatchObject({ code: 0 });
  expect(await run("key", "revoke", id)).toMatchObject({ code: 0 });
  const { stdout } = await run("doctor");
  expect(stdout).toMatch(/^ok {4}streams/m);
  expect(await eventually("the log", async () => secured.violations())).toEqual([]);
});
