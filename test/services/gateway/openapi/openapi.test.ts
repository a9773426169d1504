import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { ERRORS } from "../../../../core/error.ts";
import { ROUTES } from "../../../../services/gateway/http/routes.ts";
import { noPython, pythonEnvironment } from "../../../support/python.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { startGateway, type TestGateway } from "../start-gateway.ts";

// biome-ignore lint/suspicious/noExplicitAny: a document without a type of its own
async function readDocument({ gateway }: TestGateway): Promise<any> {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/v1/openapi.json`);
  expect([response.status, response.headers.get("content-type")]).toEqual([
    200,
    "application/json; charset=utf-8",
  ]);
  return response.json();
}

test.skipIf(noPython !== undefined)(
  `the document is valid OpenAPI 3.1${noPython === undefined ? "" : ` (skipped: ${noPython})`}`,
  async () => {
    const document = await readDocument(await startGateway());
    expect(document.openapi).toBe("3.1.1");
    const path = join(temporaryFolder(), "openapi.json");
    writeFileSync(path, JSON.stringify(document));
    const validate = (file: string) =>
      pythonEnvironment().then((env) =>
        promisify(execFile)("python3", ["-m", "openapi_spec_validator", file], { env }),
      );
    expect((await validate(path)).stdout).toContain("OK");
    // So that the test can fail.
    document.paths["/v1/tasks"].get.responses = "none";
    writeFileSync(path, JSON.stringify(document));
    await expect(validate(path)).rejects.toThrow();
  },
  180_000,
);

test("every path of the table is in the document, and every path of the document is there", async () => {
  const running = await startGateway();
  const { paths } = await readDocument(running);
  const documented = Object.entries(paths as Record<string, object>).flatMap(([path, verbs]) =>
    Object.keys(verbs).map((verb) => `${verb.toUpperCase()} ${path}`),
  );
  for (const { verb, path } of ROUTES) expect(documented).toContain(`${verb} ${path}`);
  for (const each of documented) {
    const [verb = "", path = ""] = each.split(" ");
    const url = `http://127.0.0.1:${running.gateway.httpPort()}${path.replace(/\{\w+\}/, "x")}`;
    const text = await (await fetch(url, { method: verb })).text();
    expect([each, text.includes('"reason":"METHOD_UNKNOWN"')]).toEqual([each, false]);
  }
  expect(documented).toContain("GET /api/v1/tasks/health");
});

test("messages are described as ProtoJSON writes them, with what the protos say", async () => {
  const { components, paths } = await readDocument(await startGateway());
  const { SubmitTaskRequest, TaskType, TaskOptions, Priority, Blob } = components.schemas;
  expect(SubmitTaskRequest).toMatchObject({
    type: "object",
    required: ["type"],
    additionalProperties: false,
    allOf: [{ not: { required: ["payload", "payloadBytes"] } }],
  });
  expect(SubmitTaskRequest.properties.type.description).toContain("A worker must have registered it");
  expect(SubmitTaskRequest.properties.labels.additionalProperties).toEqual({ type: "string" });
  expect(TaskOptions.properties.delay).toMatchObject({ type: "string", examples: ["90s", "0.5s"] });
  expect(TaskOptions.properties.scheduleTime).toMatchObject({ type: "string", format: "date-time" });
  expect(TaskType.properties.memoryLimitBytes).toMatchObject({
    type: "string",
    format: "int64",
    readOnly: true,
  });
  expect(Blob.properties.data).toMatchObject({ type: "string", contentEncoding: "base64" });
  expect(Priority.enum).toEqual(["PRIORITY_UNSPECIFIED", "HIGH", "NORMAL", "LOW"]);
  const cancel = paths["/v1/tasks/{task_id}:cancel"].post;
  expect(cancel.parameters).toMatchObject([{ name: "task_id", in: "path", required: true }]);
  expect(Object.keys(cancel.requestBody.content["application/json"].schema.properties)).toEqual(["reason"]);
  const events = paths["/v1/tasks/{task_id}/events"].get;
  expect(events.parameters.map(({ name }: { name: string }) => name)).toEqual([
    "task_id",
    "afterEvent",
    "Last-Event-ID",
  ]);
  expect(events.responses[200].content["text/event-stream"].schema.properties.data.contentSchema).toEqual({
    $ref: "#/components/schemas/TaskEvent",
  });
});

test("every reason of the registry is under its status", async () => {
  const { components } = await readDocument(await startGateway());
  const texts = Object.values(components.responses as Record<string, { description: string }>)
    .map(({ description }) => description)
    .join("\n");
  for (const reason of Object.keys(ERRORS)) expect(texts).toContain(`\`${reason}\``);
  expect(components.responses.Error413.description).toContain("REQUEST_TOO_LARGE");
});
