import { expect, test } from "vitest";
import { parseApiKey } from "../../../core/api-key.ts";
import { decodeClaims, encodeClaims, formatToken, splitToken } from "../../../core/token.ts";
import { removeApiKey, writeApiKey } from "../../../jetstream/api-keys.ts";
import { rotateTokenSecret } from "../../../jetstream/token-secrets.ts";
import { generateApiKey } from "../../../runtime/api-key-hash.ts";
import { generateTokenSecret } from "../../../runtime/token-signature.ts";
import { ROUTES, type Route } from "../../../services/gateway/http/routes.ts";
import { eventuallyTrue } from "../../support/eventually.ts";
import { record } from "./play-worker.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const UNKNOWN_ID = "0198c5a0-2f6e-7c31-9d42-5b1f0e7a8c64";

/** The methods that a token is good for, and how each is called for a task. */
const LOOKS: Readonly<Record<string, (id: string) => string>> = {
  "TaskService/GetTask": (id) => `/v1/tasks/${id}`,
  "TaskService/WaitTask": (id) => `/v1/tasks/${id}:wait?timeout=0s`,
  "TaskService/WatchTask": (id) => `/v1/tasks/${id}/events`,
  "TaskService/TailTaskLogs": (id) => `/v1/tasks/${id}/logs`,
  "TaskService/ListTasks": () => "/v1/tasks",
  "TaskService/WatchTasks": () => "/v1/events",
};

interface Answer {
  readonly status: number;
  readonly text: string;
  readonly reason: string | undefined;
}

/** Calls with these headers. Of a stream only the beginning is read. */
async function ask(
  { gateway }: TestGateway,
  path: string,
  headers: Readonly<Record<string, string>> = {},
  { verb = "GET", body }: { readonly verb?: string; readonly body?: unknown } = {},
): Promise<Answer> {
  const aborting = new AbortController();
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    method: verb,
    headers: { ...headers, ...(body !== undefined && { "content-type": "application/json" }) },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    signal: aborting.signal,
  });
  const isEndless = response.status === 200 && path.startsWith("/v1/events");
  const text = isEndless ? "" : await response.text();
  aborting.abort();
  const reason = response.status < 400 ? undefined : JSON.parse(text).error.details?.[0]?.reason;
  return { status: response.status, text, reason };
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

async function makeToken(running: TestGateway, body: object, key = running.key): Promise<string> {
  const { status, text } = await ask(running, "/v1/tokens", { "x-api-key": key }, { verb: "POST", body });
  expect(status).toBe(200);
  return JSON.parse(text).token;
}

/** A task that has ended, with a label. */
async function makeTask(running: TestGateway, team: string): Promise<string> {
  const { taskId } = await running.api.submit({ type: "echo", labels: { team } });
  await record(running, taskId, { type: "started" });
  await record(running, taskId, { type: "succeeded" }, { result: 1 });
  return taskId;
}

test("S11: a token is good for looking at what it was made for, and for nothing else", async () => {
  const running = await startGateway();
  const [own, labelled, foreign] = [
    await makeTask(running, "x"),
    await makeTask(running, "x"),
    await makeTask(running, "y"),
  ];
  const cases = [
    { scope: { taskId: own }, sees: [own] },
    { scope: { label: { key: "team", value: "x" } }, sees: [own, labelled] },
    { scope: {}, sees: [own, labelled, foreign] },
  ];
  for (const { scope, sees } of cases) {
    const token = await makeToken(running, scope);
    for (const task of [own, labelled, foreign, UNKNOWN_ID]) {
      for (const method of ["GetTask", "WaitTask", "WatchTask", "TailTaskLogs"]) {
        const path = LOOKS[`TaskService/${method}`]?.(task) ?? "";
        const { status, reason } = await ask(running, path, bearer(token));
        const expected = sees.includes(task) ? [200, undefined] : [404, "TASK_NOT_FOUND"];
        expect([scope, method, task, status, reason]).toEqual([scope, method, task, ...expected]);
      }
    }
    const { text } = await ask(running, "/v1/tasks", bearer(token));
    const listed = JSON.parse(text).tasks.map(({ taskId }: { taskId: string }) => taskId);
    expect(listed.toSorted()).toEqual(sees.toSorted());
    // A filter can only make less of it.
    const wider = encodeURIComponent('type = "echo" OR labels.team = "y"');
    const filtered = JSON.parse((await ask(running, `/v1/tasks?filter=${wider}`, bearer(token))).text).tasks;
    expect(filtered).toHaveLength(sees.length);
  }
});

test("S11: a label cannot say more than a label, whatever stands in it", async () => {
  const running = await startGateway();
  await makeTask(running, "x");
  for (const value of ['x" OR task_id : "', '\\"', "*x", "x OR NOT x", "\r\n"]) {
    const token = await makeToken(running, { label: { key: "team", value } });
    const own = await makeTask(running, value);
    const { text } = await ask(running, "/v1/tasks", bearer(token));
    const listed = JSON.parse(text).tasks.map(({ taskId }: { taskId: string }) => taskId);
    expect([value, listed]).toEqual([value, [own]]);
  }
});

test("S11: every method that is not for looking refuses a token, whatever it was made with", async () => {
  const running = await startGateway();
  const token = await makeToken(running, {});
  expect(Object.keys(LOOKS).every((method) => ROUTES.some((route) => route.method === method))).toBe(true);
  for (const { method, verb, path } of ROUTES as readonly Route[]) {
    if (method in LOOKS) continue;
    const url = path.replace(/\{\w+\}/, UNKNOWN_ID);
    const body = verb === "POST" || verb === "PATCH" ? {} : undefined;
    const { status, reason } = await ask(running, url, bearer(token), { verb, ...(body && { body }) });
    expect([method, status, reason]).toEqual([method, 403, "TOKEN_FORBIDDEN"]);
  }
});

test("S11: an API key is never taken from an address, a token only for server-sent events", async () => {
  const running = await startGateway();
  const task = await makeTask(running, "x");
  const token = await makeToken(running, { taskId: task });
  for (const [method, path] of Object.entries(LOOKS)) {
    const url = path(task);
    const withQuery = (name: string, value: string) =>
      `${url}${url.includes("?") ? "&" : "?"}${name}=${value}`;
    for (const name of ["key", "api_key", "x-api-key", "access_token", "authorization"]) {
      const { status, reason } = await ask(running, withQuery(name, running.key));
      expect([method, name, status, reason]).toEqual([method, name, 401, "API_KEY_MISSING"]);
    }
    const isStream = url.includes("/events") || url.endsWith("/logs");
    const { status } = await ask(running, withQuery("access_token", token));
    expect([method, status]).toEqual([method, isStream ? 200 : 401]);
  }
  const log = running.lines.join("\n");
  expect(log).toContain("TaskService/WatchTask");
  expect(log).not.toContain(token);
  expect(log).not.toContain(running.key);
});

test("S11: a token that was changed, was made elsewhere or has expired is not valid", async () => {
  const running = await startGateway();
  const refused = async (token: string) => {
    const { status, reason } = await ask(running, "/v1/tasks", bearer(token));
    return `${status} ${reason}`;
  };
  const token = await makeToken(running, { label: { key: "team", value: "x" } });
  const parts = splitToken(token);
  const claims = decodeClaims(Buffer.from(parts?.payload ?? "", "base64url").toString());
  if (parts === undefined || claims === undefined) throw new Error("no token");
  const changed = [
    { project: "other" },
    { scope: { kind: "project" } as const },
    { expiresAt: claims.expiresAt + 1 },
  ];
  for (const change of changed) {
    const payload = Buffer.from(encodeClaims({ ...claims, ...change })).toString("base64url");
    expect(await refused(formatToken(payload, parts.signature))).toBe("401 TOKEN_INVALID");
  }
  const last = token.endsWith("A") ? "E" : "A";
  const broken = [
    `${token.slice(0, -1)}${last}`,
    `${token}x`,
    "lst_",
    `lst_.${parts.signature}`,
    formatToken(parts.payload, "A".repeat(43)),
  ];
  for (const text of broken) expect(await refused(text)).toBe("401 TOKEN_INVALID");
  const other = await startGateway();
  expect(await refused(await makeToken(other, {}))).toBe("401 TOKEN_INVALID");
  const short = await makeToken(running, { ttl: "1s" });
  await eventuallyTrue("the token to expire", async () => (await refused(short)) === "401 TOKEN_INVALID");
});

test("S11: a token ends with the key that it was made with, and a stream that it opened as well", async () => {
  const running = await startGateway();
  const key = generateApiKey({ project: "acme", role: "admin" }, new Date());
  await writeApiKey(running.connection, key.id, key.stored);
  await eventuallyTrue(
    "the key to be known",
    async () => (await ask(running, "/v1/tasks", { "x-api-key": key.text })).status === 200,
  );
  const token = await makeToken(running, {}, key.text);
  const stream = await fetch(
    `http://127.0.0.1:${running.gateway.httpPort()}/v1/events?access_token=${token}`,
  );
  expect(stream.status).toBe(200);
  const reading = stream.text();
  await removeApiKey(running.connection, parseApiKey(key.text)?.id ?? "");
  const startedAt = performance.now();
  expect(await reading).toMatch(/event: error\ndata: .*TOKEN_INVALID/);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
  expect((await ask(running, "/v1/tasks", bearer(token))).reason).toBe("TOKEN_INVALID");
});

test("a secret is made anew without ending tokens, or with it", async () => {
  const running = await startGateway();
  const token = await makeToken(running, {});
  const works = async () => (await ask(running, "/v1/tasks", bearer(token))).status === 200;
  await rotateTokenSecret(running.connection, generateTokenSecret(new Date()));
  const second = await makeToken(running, {});
  expect([await works(), second.startsWith("lst_")]).toEqual([true, true]);
  await rotateTokenSecret(running.connection, generateTokenSecret(new Date()), { endAll: true });
  await eventuallyTrue("the token to end", async () => !(await works()));
});

test("what cannot be a scope is refused by name", async () => {
  const running = await startGateway();
  const bad = [
    [{ taskId: "x" }, "task_id"],
    [{ label: { key: "Team", value: "x" } }, "label.key"],
    [{ label: { key: "team", value: "x*" } }, "label.value"],
    [{ label: { key: "team", value: "" } }, "label.value"],
    [{ ttl: "25h" }, "ttl"],
    [{ ttl: "0s" }, "ttl"],
  ] as const;
  for (const [body, field] of bad) {
    const { status, text } = await ask(
      running,
      "/v1/tokens",
      { "x-api-key": running.key },
      { verb: "POST", body },
    );
    expect([status, JSON.parse(text).error.message.split(":")[0]]).toEqual([400, field]);
  }
});
