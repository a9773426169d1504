import { expect, onTestFinished, test } from "vitest";
import { writeApiKey } from "../../../../jetstream/api-keys.ts";
import { publishAudit } from "../../../../jetstream/audit.ts";
import { createPublisher } from "../../../../jetstream/create-publisher.ts";
import type { OutgoingMessage, Publisher } from "../../../../jetstream/publisher.ts";
import type { AuditEntry__Output } from "../../../../proto/gen/longshore/v1/AuditEntry.ts";
import type { ListAuditRequest } from "../../../../proto/gen/longshore/v1/ListAuditRequest.ts";
import type { ListAuditResponse__Output } from "../../../../proto/gen/longshore/v1/ListAuditResponse.ts";
import { generateApiKey } from "../../../../runtime/api-key-hash.ts";
import { createClient } from "../../../../sdk/client.ts";
import { ROUTES } from "../../../../services/gateway/http/routes.ts";
import type { Services } from "../../../../services/gateway/method.ts";
import { METHOD_AUDIT } from "../../../../services/gateway/method-audit.ts";
import { withAudit } from "../../../../services/gateway/with-audit.ts";
import type { AuditDeps } from "../../../../services/gateway/write-audit.ts";
import { eventually } from "../../../support/eventually.ts";
import { startStore } from "../../../support/store.ts";
import { failure, submission, withKey } from "../api.ts";
import { everyMethodAt } from "../every-method.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

/** Any method, with any key. */
function callerOf({ gateway, key }: TestGateway) {
  const { call } = everyMethodAt(gateway.grpcPort());
  return <Answer = unknown>(method: string, request: object, as = key): Promise<Answer> =>
    call<Answer>(method, request, withKey(as));
}

async function listAll(
  ask: ReturnType<typeof callerOf>,
  request: ListAuditRequest = {},
  key?: string,
): Promise<AuditEntry__Output[]> {
  const entries: AuditEntry__Output[] = [];
  let pageToken = "";
  do {
    const page = await ask<ListAuditResponse__Output>(
      "AdminService/ListAudit",
      { ...request, pageToken },
      key,
    );
    entries.push(...page.entries);
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return entries;
}

/** Entries are written beside the answer: waits until there are as many. */
function entriesOnce(ask: ReturnType<typeof callerOf>, count: number): Promise<AuditEntry__Output[]> {
  return eventually(`${count} entries`, async () => {
    const entries = await listAll(ask);
    return entries.length >= count ? entries : undefined;
  });
}

test("S48: a method is in the audit unless it only reads, or submits", () => {
  const SUBMITS = ["TaskService/SubmitTask", "TaskService/SubmitTasks"];
  const READS = /\/(Get|List|Count|Wait|Watch|Tail|Preview)[A-Z]/;
  for (const [method, row] of Object.entries(METHOD_AUDIT)) {
    const expected = SUBMITS.includes(method) ? "submits" : READS.test(method) ? "reads" : "an entry";
    expect([method, typeof row === "string" ? row : "an entry"]).toEqual([method, expected]);
  }
  for (const { method, verb } of ROUTES) if (verb === "GET") expect(METHOD_AUDIT[method]).toBe("reads");
});

test("S48: whatever the method, each of its calls goes through the audit unless its row says that it reads or submits", () => {
  const run = () => ({});
  const namesOf = (service: string) =>
    Object.keys(METHOD_AUDIT).filter((name) => name.startsWith(`${service}/`));
  const services = Object.fromEntries(
    [...new Set(Object.keys(METHOD_AUDIT).map((name) => name.slice(0, name.indexOf("/"))))].map((service) => [
      service,
      Object.fromEntries(namesOf(service).map((name) => [nameOf(name), { kind: "unary", run, capMs: 1 }])),
    ]),
  ) as unknown as Services;
  const audited = withAudit(services, {} as AuditDeps);
  for (const [name, row] of Object.entries(METHOD_AUDIT)) {
    const [service, short] = name.split("/") as [keyof Services, string];
    const method = (audited[service] as unknown as Record<string, { run: unknown }>)[short];
    expect([name, method?.run === run]).toEqual([name, typeof row === "string"]);
  }
});

test("S48: an entry whose confirmation was lost is sent again, and is there once", async () => {
  const { connection } = await startStore();
  const entry = { action: "RunTask", by: "cli", from: "", outcome: "OK", detail: {}, resource: "tasks/1" };
  const sent: OutgoingMessage[] = [];
  const publisher = {
    publish: (request: OutgoingMessage) => void sent.push(request),
  } as unknown as Publisher;
  publishAudit(
    publisher,
    { ...entry, project: "acme", time: new Date().toISOString() },
    Date.now(),
    () => {},
  );
  const real = createPublisher(connection, "standard");
  onTestFinished(() => real.stop());
  for (const request of [...sent, ...sent])
    await new Promise<void>((resolve) => real.publish(request, () => resolve()));
  expect((await connection.jsm.streams.info("AUDIT")).state.messages).toBe(1);
});

test("S48: every call that changes something is kept: who, what, when, from where, on what, and how it ended", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  const before = Date.now();
  const { taskId } = await running.api.submit(submission("echo", "payload canary"));
  const unknownTask = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const schedule = {
    scheduleId: "nightly",
    cron: { expression: "0 3 * * *" },
    task: submission("echo", "payload canary"),
  };
  const made = await ask<{ secret: string; apiKey: { keyId: string } }>("AdminService/CreateApiKey", {
    label: "web",
  });
  const { keyId } = made.apiKey;
  const rotated = await ask<typeof made>("AdminService/RotateApiKey", { keyId });
  const successes: [method: string, request: object, resource: string, detail: object][] = [
    [
      "TaskService/UpdateTask",
      { taskId, priority: "HIGH", payload: { stringValue: "payload canary" } },
      `tasks/${taskId}`,
      { type: "echo", fields: "priority payload" },
    ],
    [
      "TaskService/CancelTask",
      { taskId, reason: "typo" },
      `tasks/${taskId}`,
      { type: "echo", reason: "typo" },
    ],
    ["TaskService/RetryTask", { taskId }, `tasks/${taskId}`, { type: "echo" }],
    [
      "TaskService/CancelTasks",
      { filter: "type = echo", reason: "stop" },
      "tasks",
      { filter: "type = echo", reason: "stop", matched: "1", changed: "1", failed: "0", is_all: "true" },
    ],
    [
      "TaskService/RetryTasks",
      { filter: "state = CANCELLED" },
      "tasks",
      { filter: "state = CANCELLED", matched: "1", changed: "1", failed: "0", is_all: "true" },
    ],
    [
      "TaskService/PurgeTasks",
      { filter: "type = none" },
      "tasks",
      { filter: "type = none", matched: "0", changed: "0", failed: "0", is_all: "true" },
    ],
    ["ScheduleService/CreateSchedule", { schedule }, "schedules/nightly", {}],
    ["ScheduleService/UpdateSchedule", { schedule }, "schedules/nightly", {}],
    [
      "ScheduleService/PauseSchedule",
      { scheduleId: "nightly", reason: "holidays" },
      "schedules/nightly",
      { reason: "holidays" },
    ],
    ["ScheduleService/ResumeSchedule", { scheduleId: "nightly" }, "schedules/nightly", {}],
    ["ScheduleService/DeleteSchedule", { scheduleId: "nightly" }, "schedules/nightly", {}],
    ["QueueService/PauseQueue", { queue: "default", reason: "disk" }, "queues/default", { reason: "disk" }],
    ["QueueService/ResumeQueue", { queue: "default" }, "queues/default", {}],
    [
      "QueueService/UpdateQueue",
      { queue: "default", maxRunning: 3, maxDepth: 0 },
      "queues/default",
      { max_running: "3", max_depth: "none" },
    ],
    [
      "QueueService/PurgeQueue",
      { queue: "heavy" },
      "queues/heavy",
      { matched: "0", changed: "0", failed: "0", is_all: "true" },
    ],
    [
      "AdminService/UpdateApiKey",
      { keyId, limits: { requestsPerSecond: 10, maxWatches: 0 } },
      `keys/${keyId}`,
      { requests_per_second: "10", max_watches: "0" },
    ],
    ["AdminService/UpdateProject", { limits: { maxQueued: 5_000 } }, "project", { max_queued: "5000" }],
    ["AdminService/RevokeApiKey", { keyId }, `keys/${keyId}`, {}],
  ];
  const failures: [method: string, request: object, resource: string, outcome: string][] = [
    ["TaskService/CancelTask", { taskId: unknownTask }, `tasks/${unknownTask}`, "TASK_NOT_FOUND"],
    ["TaskService/RunTask", { taskId: unknownTask }, `tasks/${unknownTask}`, "TASK_NOT_FOUND"],
    ["ScheduleService/TriggerSchedule", { scheduleId: "nightly" }, "schedules/nightly", "SCHEDULE_NOT_FOUND"],
    ["AdminService/DrainWorker", { workerId: "w1" }, "workers/w1", "WORKER_NOT_FOUND"],
    ["AdminService/ResumeWorker", { workerId: "w1" }, "workers/w1", "WORKER_NOT_FOUND"],
    ["AdminService/ScaleWorker", { workerId: "w1", concurrency: 2 }, "workers/w1", "WORKER_NOT_FOUND"],
    ["AdminService/RevokeApiKey", { keyId: "0".repeat(16) }, `keys/${"0".repeat(16)}`, "API_KEY_NOT_FOUND"],
    ["AdminService/AuditStore", {}, "store", "SCHEDULER_UNAVAILABLE"],
  ];
  for (const [method, request] of successes) await ask(method, request);
  for (const [method, request] of failures) await failure(ask(method, request));
  // None of these is one: counted only, or refused before anything was looked at.
  await ask("TaskService/CancelTasks", { filter: "type = echo", dryRun: true });
  await failure(ask("TaskService/CancelTask", { taskId: "no id" }));
  await failure(ask("QueueService/UpdateQueue", { queue: "default" }));

  const expected = [
    ["CreateApiKey", `keys/${keyId}`, "OK", { role: "submitter", label: "web" }],
    [
      "RotateApiKey",
      `keys/${keyId}`,
      "OK",
      { new_key: rotated.apiKey.keyId, role: "submitter", label: "web" },
    ],
    ...successes.map(([method, , resource, detail]) => [nameOf(method), resource, "OK", detail]),
    ...failures.map(([method, , resource, outcome]) => [
      nameOf(method),
      resource,
      outcome,
      expect.anything(),
    ]),
  ];
  const entries = await entriesOnce(ask, expected.length);
  expect(entries.map(({ action, resource, outcome, detail }) => [action, resource, outcome, detail])).toEqual(
    expected,
  );
  for (const entry of entries) {
    expect(entry).toMatchObject({ keyId: running.key.slice(4, 20), address: "127.0.0.1" });
    const ms = Number(entry.time?.seconds) * 1_000;
    expect(ms).toBeGreaterThan(before - 5_000);
    expect(ms).toBeLessThan(Date.now() + 5_000);
  }
  const stored = await everythingIn(running);
  for (const canary of [
    "payload canary",
    made.secret.slice(-43),
    rotated.secret.slice(-43),
    running.key.slice(-43),
  ])
    expect(stored).not.toContain(canary);
});

test("S48: a task that gives way to another with its unique key is kept", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  const options = { uniqueKey: "one", uniquePolicy: "REPLACE" } as const;
  const first = await running.api.submit(submission("echo", 1, { options }));
  const second = await running.api.submit(submission("echo", 2, { options }));
  const [entry] = await entriesOnce(ask, 1);
  expect(entry).toMatchObject({
    action: "SubmitTask",
    resource: `tasks/${first.taskId}`,
    outcome: "OK",
    detail: { reason: "REPLACED", successor: second.taskId },
  });
});

test("S48: the audit is append-only: the store itself refuses to take an entry out, and no method of the API would", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  await ask("QueueService/PauseQueue", { queue: "default" });
  const before = await entriesOnce(ask, 1);
  const { streams } = running.connection.jsm;
  await expect(streams.deleteMessage("AUDIT", 1)).rejects.toThrow();
  await expect(streams.purge("AUDIT")).rejects.toThrow();
  expect((await streams.info("AUDIT")).config).toMatchObject({ deny_delete: true, deny_purge: true });
  expect(await listAll(ask)).toEqual(before);
  const aboutAudit = Object.keys(METHOD_AUDIT).filter((method) => /Audit/.test(method));
  expect(aboutAudit).toEqual(["AdminService/ListAudit", "AdminService/AuditStore"]);
});

test("the audit is read in pages, oldest first, by time, method, key and resource, and only that of one's own project", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  for (const queue of ["default", "heavy", "default"]) await ask("QueueService/PauseQueue", { queue });
  await ask("QueueService/ResumeQueue", { queue: "default" });
  await ask("QueueService/ResumeQueue", { queue: "heavy" }, running.otherKey);
  const all = await entriesOnce(ask, 4);
  expect(all.map(({ action, resource }) => `${action} ${resource}`)).toEqual([
    "PauseQueue queues/default",
    "PauseQueue queues/heavy",
    "PauseQueue queues/default",
    "ResumeQueue queues/default",
  ]);
  expect(await listAll(ask, { pageSize: 1 })).toEqual(all);
  expect(await listAll(ask, { action: "PauseQueue", resource: "queues/default" })).toEqual([all[0], all[2]]);
  expect(await listAll(ask, { action: "PauseQueue", pageSize: 2 })).toEqual(all.slice(0, 3));
  expect(await listAll(ask, { keyId: running.key.slice(4, 20) })).toEqual(all);
  expect(await listAll(ask, { keyId: running.otherKey.slice(4, 20) })).toEqual([]);
  const third = all[2]?.time ?? null;
  expect(await listAll(ask, { startTime: third })).toEqual(all.slice(2));
  expect(await listAll(ask, { endTime: third })).toEqual(all.slice(0, 2));
  await eventually("the entry of the other project", async () => {
    const others = await listAll(ask, {}, running.otherKey);
    return others.length === 1 && others[0]?.action === "ResumeQueue" ? true : undefined;
  });
  const page = await ask<ListAuditResponse__Output>("AdminService/ListAudit", { pageSize: 1 });
  const { nextPageToken: pageToken } = page;
  const elsewhere = ask("AdminService/ListAudit", { pageSize: 1, pageToken }, running.otherKey);
  expect((await failure(elsewhere)).violations[0]?.field).toBe("page_token");
});

test("a request for the audit that makes no sense is refused with its field", async () => {
  const ask = callerOf(await startGateway());
  const cases: [ListAuditRequest, string][] = [
    [{ pageSize: -1 }, "page_size"],
    [{ pageToken: "nonsense" }, "page_token"],
    [{ action: "GetTask" }, "action"],
    [{ action: ">" }, "action"],
    [{ keyId: "*" }, "key_id"],
    [{ resource: "x".repeat(1_025) }, "resource"],
    [{ startTime: { seconds: 2 }, endTime: { seconds: 1 } }, "end_time"],
  ];
  for (const [request, field] of cases) {
    const error = await failure(ask("AdminService/ListAudit", request));
    expect([error.reason, error.violations[0]?.field]).toEqual(["FIELD_INVALID", field]);
  }
});

test("a page of the audit looks at a bounded part of the stream, and says where to go on", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  const publisher = createPublisher(running.connection, "standard");
  onTestFinished(() => publisher.stop());
  const time = new Date().toISOString();
  const entry = { project: "acme", action: "RunTask", by: "cli", from: "", time, outcome: "OK", detail: {} };
  const stored = Array.from({ length: 10_500 }, (_, i) => {
    const resource = i === 10_499 ? "tasks/last" : "tasks/other";
    return new Promise<void>((resolve) =>
      publishAudit(publisher, { ...entry, resource }, Date.now(), () => resolve()),
    );
  });
  await Promise.all(stored);
  const first = await ask<ListAuditResponse__Output>("AdminService/ListAudit", { resource: "tasks/last" });
  expect(first.entries).toEqual([]);
  expect(first.nextPageToken).not.toBe("");
  expect(await listAll(ask, { resource: "tasks/last" })).toMatchObject([{ resource: "tasks/last" }]);
});

test("who follows the audit gets what there is and then what comes, each entry once", async () => {
  const running = await startGateway();
  const ask = callerOf(running);
  const client = createClient({ url: `127.0.0.1:${running.gateway.grpcPort()}`, apiKey: running.key });
  onTestFinished(() => client.close());
  const seen: string[] = [];
  const stop = new AbortController();
  await ask("QueueService/PauseQueue", { queue: "default" });
  for await (const { action, resource } of client.followAudit({}, { signal: stop.signal })) {
    seen.push(`${action} ${resource}`);
    if (seen.length === 1) {
      await ask("QueueService/ResumeQueue", { queue: "default" });
      await ask("QueueService/PauseQueue", { queue: "heavy" });
    }
    if (seen.length === 3) break;
  }
  expect(seen).toEqual([
    "PauseQueue queues/default",
    "ResumeQueue queues/default",
    "PauseQueue queues/heavy",
  ]);
});

test("who may not read the audit is told which role may", async () => {
  const running = await startGateway();
  const made = generateApiKey({ project: "acme", role: "submitter" }, new Date());
  await writeApiKey(running.connection, made.id, made.stored);
  const ask = callerOf(running);
  await eventually("the key to be known", async () => {
    const { reason, metadata } = await failure(ask("AdminService/ListAudit", {}, made.text));
    return reason === "ROLE_MISSING" && metadata["needed"] === "operator" ? true : undefined;
  });
});

function nameOf(method: string): string {
  return method.slice(method.indexOf("/") + 1);
}

/** All that the audit holds, as it is stored. */
async function everythingIn({ connection }: TestGateway): Promise<string> {
  const { streams } = connection.jsm;
  const { last_seq: last } = (await streams.info("AUDIT")).state;
  const texts: string[] = [];
  for (let seq = 1; seq <= last; seq++)
    texts.push((await streams.getMessage("AUDIT", { seq }))?.string() ?? "");
  return texts.join("\n");
}
