import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import * as grpc from "@grpc/grpc-js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { FileDescriptorProto__Output } from "../../../proto/gen/google/protobuf/FileDescriptorProto.ts";
import type { ServerReflectionRequest } from "../../../proto/gen/grpc/reflection/v1/ServerReflectionRequest.ts";
import type { ServerReflectionResponse__Output } from "../../../proto/gen/grpc/reflection/v1/ServerReflectionResponse.ts";
import { loadApi, loadReflection } from "../../../proto/load.ts";
import { addReflection } from "../../../services/gateway/grpc/reflection.ts";

const SERVICES = [
  "longshore.v1.TaskService",
  "longshore.v1.AdminService",
  "longshore.v1.QueueService",
  "longshore.v1.ScheduleService",
  "grpc.health.v1.Health",
];

let server: grpc.Server;
let address: string;

beforeAll(async () => {
  const { TaskService } = loadApi();
  server = new grpc.Server();
  server.addService(TaskService.service, {
    GetTask: (
      call: grpc.ServerUnaryCall<{ taskId: string; view: string }, unknown>,
      callback: grpc.sendUnaryData<object>,
    ) => callback(null, { taskId: call.request.taskId, state: "RUNNING", stateReason: call.request.view }),
  });
  addReflection(server, SERVICES);
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = grpc.ServerCredentials.createInsecure();
    server.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  address = `127.0.0.1:${port}`;
});

afterAll(() => server.forceShutdown());

/** Sends requests on one stream, and gives the answers in order. */
async function reflect(
  version: "v1" | "v1alpha",
  ...requests: ServerReflectionRequest[]
): Promise<ServerReflectionResponse__Output[]> {
  const Client = grpc.makeGenericClientConstructor(loadReflection()[version], "ServerReflection");
  const client = new Client(address, grpc.credentials.createInsecure());
  const method = loadReflection()[version].ServerReflectionInfo;
  const call = client.makeBidiStreamRequest(method.path, method.requestSerialize, method.responseDeserialize);
  for (const request of requests) call.write(request);
  call.end();
  const answers: ServerReflectionResponse__Output[] = [];
  for await (const answer of call) answers.push(answer);
  client.close();
  return answers;
}

async function filesFor(request: ServerReflectionRequest): Promise<FileDescriptorProto__Output[]> {
  const [answer] = await reflect("v1", request);
  const files = answer?.fileDescriptorResponse?.fileDescriptorProto ?? [];
  return files.map((bytes) => loadReflection().FileDescriptorProto.deserialize(bytes));
}

describe.each(["v1", "v1alpha"] as const)("reflection %s", (version) => {
  test("lists the services that the server has, itself included", async () => {
    const [answer] = await reflect(version, { host: "h", listServices: "*" });
    expect(answer).toMatchObject({ validHost: "h", originalRequest: { listServices: "*" } });
    expect(answer?.listServicesResponse?.service.map(({ name }) => name)).toEqual([
      "grpc.health.v1.Health",
      "grpc.reflection.v1.ServerReflection",
      "grpc.reflection.v1alpha.ServerReflection",
      "longshore.v1.AdminService",
      "longshore.v1.QueueService",
      "longshore.v1.ScheduleService",
      "longshore.v1.TaskService",
    ]);
  });

  test("answers what is not there with an error, and goes on", async () => {
    const answers = await reflect(
      version,
      { fileByFilename: "nothing.proto" },
      { fileContainingSymbol: "longshore.v1.Nothing" },
      { fileContainingExtension: { containingType: "longshore.v1.Task", extensionNumber: 1 } },
      { allExtensionNumbersOfType: "longshore.v1.Nothing" },
      {},
      { fileByFilename: "longshore/v1/task.proto" },
    );
    expect(
      answers.map(({ messageResponse, errorResponse }) => [messageResponse, errorResponse?.errorCode]),
    ).toEqual([
      ["errorResponse", grpc.status.NOT_FOUND],
      ["errorResponse", grpc.status.NOT_FOUND],
      ["errorResponse", grpc.status.NOT_FOUND],
      ["errorResponse", grpc.status.NOT_FOUND],
      ["errorResponse", grpc.status.INVALID_ARGUMENT],
      ["fileDescriptorResponse", undefined],
    ]);
  });
});

describe("files", () => {
  test("come with all that they import, the one asked for first", async () => {
    const files = await filesFor({ fileByFilename: "longshore/v1/task_service.proto" });
    const names = files.map((file) => file.name);
    expect(names[0]).toBe("longshore/v1/task_service.proto");
    expect(new Set(names).size).toBe(names.length);
    for (const file of files) expect(names).toEqual(expect.arrayContaining(file.dependency));
  });

  test.each([
    "longshore.v1.Task",
    ".longshore.v1.Task",
    "longshore.v1.Task.task_id",
    "longshore.v1.Task.outcome",
    "longshore.v1.Task.State",
    "longshore.v1.Task.RUNNING",
    "longshore.v1.Task.LabelsEntry",
    "longshore.v1.Priority",
    "longshore.v1.HIGH",
  ])("are found by %s, which they declare", async (fileContainingSymbol) => {
    expect((await filesFor({ fileContainingSymbol }))[0]?.name).toBe("longshore/v1/task.proto");
  });

  test.each([
    ["longshore.v1.TaskService", "longshore/v1/task_service.proto"],
    ["longshore.v1.TaskService.WatchTask", "longshore/v1/task_service.proto"],
    ["grpc.health.v1.Health", "grpc/health/v1/health.proto"],
    ["google.api.field_behavior", "google/api/field_behavior.proto"],
    ["google.protobuf.Value", "google/protobuf/struct.proto"],
    ["google.rpc.BadRequest", "google/rpc/error_details.proto"],
  ])("of all packages are there: %s", async (fileContainingSymbol, name) => {
    expect((await filesFor({ fileContainingSymbol }))[0]?.name).toBe(name);
  });

  test("show names, optional fields and JSON names as they are written", async () => {
    const [file] = await filesFor({ fileContainingSymbol: "longshore.v1.TaskError" });
    const message = file?.messageType.find(({ name }) => name === "TaskError");
    const field = message?.field.find(({ name }) => name === "exit_code");
    expect(field).toMatchObject({ jsonName: "exitCode", proto3Optional: true });
  });

  test("are found by the extensions that they declare", async () => {
    const containingType = "google.protobuf.FieldOptions";
    const [numbers] = await reflect("v1", { allExtensionNumbersOfType: containingType });
    expect(numbers?.allExtensionNumbersResponse?.extensionNumber).toEqual([1052]);
    const files = await filesFor({ fileContainingExtension: { containingType, extensionNumber: 1052 } });
    expect(files[0]?.name).toBe("google/api/field_behavior.proto");
  });
});

describe("grpcurl", () => {
  const { LONGSHORE_TOOLS_DIR: tools, PATH: path = "" } = process.env;
  const folders = [tools ?? "", ...path.split(delimiter)].filter((folder) => folder !== "");
  const program = folders.map((folder) => join(folder, "grpcurl")).find((file) => existsSync(file));

  async function grpcurl(...args: string[]): Promise<string> {
    if (program === undefined) {
      throw new Error(
        "grpcurl is not installed: put it on PATH or into $LONGSHORE_TOOLS_DIR; .ci/run does so",
      );
    }
    const { stdout } = await promisify(execFile)(program, ["-plaintext", ...args]);
    return stdout;
  }

  test("lists services and methods", async () => {
    expect(await grpcurl(address, "list")).toMatch(/^longshore\.v1\.TaskService$/m);
    expect(await grpcurl(address, "list", "longshore.v1.TaskService")).toMatch(/\.SubmitTask\n/);
  });

  test("describes every symbol of the API, with its options", async () => {
    const text = await grpcurl(address, "describe", "longshore.v1.SubmitTaskRequest");
    expect(text).toMatch("string type = 2 [(.google.api.field_behavior) = REQUIRED];");
    for (const service of [
      ...SERVICES,
      "grpc.reflection.v1.ServerReflection",
      "grpc.reflection.v1alpha.ServerReflection",
    ]) {
      expect(await grpcurl(address, "describe", service)).toMatch(`${service} is a service:`);
    }
  });

  test("calls a method with JSON and prints its answer", async () => {
    const data = JSON.stringify({ task_id: "abc", view: "FULL" });
    const text = await grpcurl("-d", data, address, "longshore.v1.TaskService/GetTask");
    expect(JSON.parse(text)).toEqual({ taskId: "abc", state: "RUNNING", stateReason: "FULL" });
  });
});
