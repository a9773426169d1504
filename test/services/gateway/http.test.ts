import { get, request } from "node:http";
import { expect, test } from "vitest";
import { ROUTES } from "../../../services/gateway/http/routes.ts";
import { METHOD_ROLES } from "../../../services/gateway/method-roles.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the test asks for
  readonly body: any;
  readonly headers: Headers;
}

/** Calls over HTTP with the key of `acme`. */
async function ask(
  { gateway, key }: TestGateway,
  verb: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    method: verb,
    headers: {
      "x-api-key": key,
      ...(body !== undefined && { "content-type": "application/json" }),
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}

test("a task is submitted, read, listed and cancelled, and is the same over gRPC", async () => {
  const running = await startGateway();
  const submitted = await ask(running, "POST", "/v1/tasks", {
    type: "echo",
    payload: { a: 1 },
    labels: { team: "x" },
  });
  expect(submitted).toMatchObject({
    status: 200,
    body: { state: "QUEUED", project: "acme", labels: { team: "x" } },
  });
  const { taskId } = submitted.body;
  expect((await running.api.get({ taskId })).state).toBe("QUEUED");
  expect((await ask(running, "GET", `/v1/tasks/${taskId}`)).body).toMatchObject({
    taskId,
    payload: { a: 1 },
  });
  expect((await ask(running, "GET", `/v1/tasks/${taskId}?view=BASIC`)).body).not.toHaveProperty("payload");
  const filter = encodeURIComponent('labels.team = "x"');
  expect((await ask(running, "GET", `/v1/tasks?filter=${filter}&page_size=10`)).body.tasks).toHaveLength(1);
  const cancelled = await ask(running, "POST", `/v1/tasks/${taskId}:cancel`, { reason: "typo" });
  expect(cancelled).toMatchObject({ status: 200, body: { state: "CANCELLED", stateReason: "typo" } });
  expect((await ask(running, "GET", `/v1/tasks/${taskId}:wait?timeout=1s`)).body.state).toBe("CANCELLED");
});

test("a batch is taken in, and what is wrong with one of it has its error", async () => {
  const running = await startGateway();
  const { status, body } = await ask(running, "POST", "/v1/tasks:batch", {
    tasks: [{ type: "echo" }, { type: "no_such" }],
  });
  expect(status).toBe(200);
  expect(body.outcomes[0].task.state).toBe("QUEUED");
  expect(body.outcomes[1].error.details[0]).toMatchObject({ reason: "TASK_TYPE_UNKNOWN" });
});

test("errors have the status, the reason and the fields of the registry", async () => {
  const running = await startGateway();
  const id = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";
  const ended = (await ask(running, "POST", "/v1/tasks", { type: "echo" })).body.taskId;
  await record(running, ended, { type: "started" });
  await record(running, ended, { type: "succeeded" }, { result: 1 });
  const cases: [Promise<Answer>, number, string, string][] = [
    [ask(running, "GET", `/v1/tasks/${id}`), 404, "NOT_FOUND", "TASK_NOT_FOUND"],
    [ask(running, "GET", "/v1/tasks/nonsense"), 400, "INVALID_ARGUMENT", "FIELD_INVALID"],
    [ask(running, "GET", "/v1/nothing"), 404, "NOT_FOUND", "METHOD_UNKNOWN"],
    [ask(running, "POST", "/v1/tasks", { type: "echo", foo: 1 }), 400, "INVALID_ARGUMENT", "FIELD_INVALID"],
    [ask(running, "POST", "/v1/tasks", "{"), 400, "INVALID_ARGUMENT", "REQUEST_UNREADABLE"],
    [ask(running, "POST", "/v1/tasks", "[]"), 400, "INVALID_ARGUMENT", "REQUEST_UNREADABLE"],
    [ask(running, "POST", "/v1/tasks", '{"__proto__": {}}'), 400, "INVALID_ARGUMENT", "FIELD_INVALID"],
    [ask(running, "POST", `/v1/tasks/${ended}:cancel`), 400, "FAILED_PRECONDITION", "TASK_FINISHED"],
    [
      ask(running, "GET", "/v1/tasks", undefined, { "x-api-key": "" }),
      401,
      "UNAUTHENTICATED",
      "API_KEY_MISSING",
    ],
    [
      ask(running, "GET", "/v1/tasks", undefined, { "x-api-key": "x" }),
      401,
      "UNAUTHENTICATED",
      "API_KEY_INVALID",
    ],
  ];
  for (const [answer, status, name, reason] of cases) {
    const { body, ...rest } = await answer;
    expect([rest.status, body.error.status, body.error.details[0].reason]).toEqual([status, name, reason]);
    expect(body.error.code).toBe(status);
  }
});

test("a body that is no JSON by its type is refused, and told what it must be", async () => {
  const running = await startGateway();
  const { status, body } = await ask(running, "POST", "/v1/tasks", "type=echo", {
    "content-type": "application/x-www-form-urlencoded",
  });
  expect([status, body.error.message]).toEqual([400, expect.stringContaining("application/json")]);
});

test("events come as server-sent events, go on after the last one that was seen, and end with the task", async () => {
  const running = await startGateway();
  const { taskId } = (await ask(running, "POST", "/v1/tasks", { type: "echo" })).body;
  await record(running, taskId, { type: "started" });
  const reading = readEvents(running, `/v1/tasks/${taskId}/events`);
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  const text = await reading;
  expect(text.match(/^id: \d+$/gm)).toEqual(["id: 1", "id: 2", "id: 3"]);
  expect(text).toMatch(/"type":"SUCCEEDED"/);
  expect(text).toMatch(/event: end\n/);
  const rest = await readEvents(running, `/v1/tasks/${taskId}/events`, { "last-event-id": "2" });
  expect(rest.match(/^id: \d+$/gm)).toEqual(["id: 3"]);
});

test("a stream that cannot begin is answered with its error", async () => {
  const running = await startGateway();
  const { status, body } = await ask(running, "GET", "/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64/events");
  expect([status, body.error.details[0].reason]).toEqual([404, "TASK_NOT_FOUND"]);
});

test("every method of the API has a place, and needs a key there", async () => {
  const running = await startGateway();
  expect(ROUTES.map(({ method }) => method).toSorted()).toEqual(Object.keys(METHOD_ROLES).toSorted());
  for (const { verb, path } of ROUTES) {
    const url = path.replace(/\{\w+\}/, "x");
    const { status } = await ask(running, verb, url, undefined, { "x-api-key": "" });
    expect([url, status]).toEqual([url, 401]);
  }
});

test("a verb that a path does not take is 405, with those that it takes", async () => {
  const running = await startGateway();
  const wrong: [verb: string, path: string, allowed: string][] = [
    ["DELETE", "/v1/tasks", "GET, HEAD, POST"],
    ["PUT", "/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64", "GET, HEAD, PATCH"],
    ["GET", "/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64:cancel?a=b", "POST"],
    ["POST", "/v1/openapi.json", "GET, HEAD"],
    ["OPTIONS", "/api/v1/tasks", "POST"],
    ["PUT", "/api/v1/tasks/health", "GET, HEAD"],
    ["PUT", "/api/v1/tasks/0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64", "DELETE, GET, HEAD"],
  ];
  for (const [verb, path, allowed] of wrong) {
    const { status, body, headers } = await ask(running, verb, path);
    expect([path, status, headers.get("allow")]).toEqual([path, 405, allowed]);
    expect(body.error.details[0].reason).toBe("VERB_NOT_ALLOWED");
  }
  // A verb that the framework wants a body for and none of our paths takes.
  const odd = await new Promise<number | undefined>((resolve, reject) => {
    const options = { port: running.gateway.httpPort(), method: "QUERY", path: "/v1/queues" };
    request(options, (response) => resolve(response.resume().statusCode))
      .on("error", reject)
      .end();
  });
  expect(odd).toBe(405);
});

test("health is answered without a key", async () => {
  const { gateway } = await startGateway();
  for (const [path, text] of [
    ["/healthz", "ok\n"],
    ["/readyz", "ready\n"],
  ] as const) {
    const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`);
    expect([response.status, await response.text()]).toEqual([200, text]);
  }
});

/** All that a stream of events says until it ends. */
function readEvents(
  { gateway, key }: TestGateway,
  path: string,
  headers: Record<string, string> = {},
): Promise<string> {
  return new Promise((resolve, reject) => {
    const url = `http://127.0.0.1:${gateway.httpPort()}${path}`;
    get(url, { headers: { "x-api-key": key, ...headers } }, (response) => {
      expect(response.headers["content-type"]).toBe("text/event-stream; charset=utf-8");
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
      response.on("error", reject);
    }).on("error", reject);
  });
}
