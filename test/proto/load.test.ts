import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { loadApi } from "../../proto/load.ts";

const ROOT = join(import.meta.dirname, "../..");

/** What a message looks like at the other end. */
function received<In, Out>(method: {
  requestSerialize(message: In): Buffer;
  requestDeserialize(bytes: Buffer): Out;
}): (message: In) => Out {
  return (message) => method.requestDeserialize(method.requestSerialize(message));
}

test("loading twice gives the same services", () => {
  expect(loadApi()).toBe(loadApi());
  expect(Object.keys(loadApi().TaskService.service)).toEqual([
    "SubmitTask",
    "SubmitTasks",
    "GetTask",
    "WaitTask",
    "WatchTask",
    "WatchTasks",
    "TailTaskLogs",
    "CancelTask",
    "UpdateTask",
    "RunTask",
    "RetryTask",
    "ListTasks",
    "CountTasks",
    "GetTaskStatistics",
    "CancelTasks",
    "RetryTasks",
    "PurgeTasks",
  ]);
  expect(Object.keys(loadApi().AdminService.service)).toEqual([
    "ListTaskTypes",
    "ListWorkers",
    "ScaleWorker",
    "CreateToken",
    "DrainWorker",
    "ResumeWorker",
    "CreateApiKey",
    "ListApiKeys",
    "RotateApiKey",
    "RevokeApiKey",
    "ListAudit",
    "UpdateApiKey",
    "GetProject",
    "UpdateProject",
    "AuditStore",
  ]);
  expect(Object.keys(loadApi().QueueService.service)).toEqual([
    "ListQueues",
    "GetQueue",
    "PauseQueue",
    "ResumeQueue",
    "UpdateQueue",
    "PurgeQueue",
  ]);
  expect(Object.keys(loadApi().ScheduleService.service)).toEqual([
    "CreateSchedule",
    "GetSchedule",
    "ListSchedules",
    "UpdateSchedule",
    "DeleteSchedule",
    "PauseSchedule",
    "ResumeSchedule",
    "TriggerSchedule",
    "PreviewSchedule",
  ]);
});

test("an empty message has every field that its type promises", () => {
  expect(received(loadApi().TaskService.service.SubmitTask)({})).toEqual({
    taskId: "",
    type: "",
    queue: "",
    priority: "PRIORITY_UNSPECIFIED",
    labels: {},
    options: null,
  });
});

test("a oneof tells which of its fields is set, and an optional field whether it is", () => {
  const submit = received(loadApi().TaskService.service.SubmitTask);
  expect(submit({ payload: { nullValue: "NULL_VALUE" } })).toMatchObject({ body: "payload" });
  expect(submit({ payloadBytes: {} })).toMatchObject({
    body: "payloadBytes",
    payloadBytes: { data: Buffer.alloc(0) },
  });
  expect(submit({ options: { retry: { maxRetries: 0 } } }).options?.retry?.maxRetries).toBe(0);
  expect(submit({ options: { retry: {} } }).options?.retry).not.toHaveProperty("maxRetries");
});

test("64-bit numbers are text, enums are names, durations keep their parts", () => {
  const { ListTaskTypes } = loadApi().AdminService.service;
  const answer = ListTaskTypes.responseDeserialize(
    ListTaskTypes.responseSerialize({
      taskTypes: [
        { memoryLimitBytes: "9007199254740991", priority: "HIGH", softLimit: { seconds: 540, nanos: 5 } },
      ],
    }),
  );
  expect(answer.taskTypes[0]).toMatchObject({
    memoryLimitBytes: "9007199254740991",
    priority: "HIGH",
    softLimit: { seconds: "540", nanos: 5 },
  });
});

test("the published package, where this code lies in dist/proto, finds the protos beside dist", () => {
  const folder = mkdtempSync(join(tmpdir(), "longshore-package-"));
  try {
    mkdirSync(join(folder, "dist/proto"), { recursive: true });
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
    symlinkSync(join(ROOT, "proto"), join(folder, "proto"));
    copyFileSync(join(ROOT, "proto/load.ts"), join(folder, "dist/proto/load.ts"));
    const code = `import { loadApi } from "${join(folder, "dist/proto/load.ts")}"; console.log(loadApi().TaskService.service.GetTask.path)`;
    const run = spawnSync(process.execPath, ["--input-type=module", "--eval", code], { encoding: "utf8" });
    expect(run, run.stderr).toMatchObject({ status: 0, stdout: "/longshore.v1.TaskService/GetTask\n" });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
