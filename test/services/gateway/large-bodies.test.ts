import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { STREAMS } from "../../../core/subject.ts";
import { failure, submission } from "./api.ts";
import { startGateway, type TestGateway } from "./start-gateway.ts";

const MIB = 1024 ** 2;

async function post(
  { gateway, key }: Pick<TestGateway, "gateway" | "key">,
  body: string | Uint8Array,
  headers: Record<string, string> = {},
  path = "/v1/tasks",
) {
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    method: "POST",
    headers: { "x-api-key": key, "content-type": "application/json", ...headers },
    body: body,
  });
  // biome-ignore lint/suspicious/noExplicitAny: whatever JSON the test asks for
  return { status: response.status, body: (await response.json()) as any };
}

async function get({ gateway, key }: TestGateway, path: string, headers: Record<string, string> = {}) {
  return fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, {
    headers: { "x-api-key": key, ...headers },
  });
}

const objects = async ({ connection }: TestGateway) =>
  (await connection.jsm.streams.info(STREAMS.objects)).state.messages;

/** The text of a payload of so many bytes of JSON. */
const jsonOf = (bytes: number) => JSON.stringify("é".repeat((bytes - 2) / 2));

describe("over HTTP", () => {
  test("JSON of 64 MiB is taken and given back; one byte more stores nothing", async () => {
    const running = await startGateway();
    const payload = jsonOf(64 * MIB);
    const accepted = await post(running, `{"type":"echo","payload":${payload}}`);
    expect(accepted.status).toBe(200);
    expect(await objects(running)).toBe(129);
    const { taskId } = accepted.body;
    const answer = await get(running, `/v1/tasks/${taskId}`);
    expect(answer.headers.get("content-encoding")).toBe("gzip");
    const task = (await answer.json()) as { payload: string };
    expect(JSON.stringify(task.payload) === payload).toBe(true);
    const refused = await post(running, `{"type":"echo","payload":${jsonOf(64 * MIB + 2)}}`);
    expect(JSON.stringify(refused.body)).toContain("67108866 bytes, at most 67108864");
    expect(await objects(running)).toBe(129);
  });

  test("a compressed submission is taken as if it had come plain, and a damaged one is refused", async () => {
    const running = await startGateway();
    const body = JSON.stringify({ type: "echo", payload: { text: "x".repeat(2 * MIB) } });
    for (const path of ["/v1/tasks", "/api/v1/tasks"])
      expect(await post(running, gzipSync(body), { "content-encoding": "gzip" }, path)).toMatchObject({
        status: path === "/v1/tasks" ? 200 : 202,
      });
    const half = gzipSync(body).subarray(0, 1_000);
    const damaged = await post(running, half, { "content-encoding": "gzip" });
    expect([damaged.status, damaged.body.error.message]).toEqual([400, expect.stringMatching(/damaged/)]);
    const unknown = await post(running, body, { "content-encoding": "br" });
    expect([unknown.status, unknown.body.error.message]).toEqual([
      400,
      expect.stringMatching(/"br" is none of/),
    ]);
  });

  test("answers of more than 1 KiB are compressed for those who take it", async () => {
    const running = await startGateway();
    const { taskId } = await running.api.submit(submission("echo", "x".repeat(5_000)));
    const compressed = await get(running, `/v1/tasks/${taskId}`, { "accept-encoding": "br, gzip;q=0.5" });
    expect(compressed.headers.get("content-encoding")).toBe("gzip");
    expect(compressed.headers.get("vary")).toBe("accept-encoding");
    for (const accepted of ["identity", "gzip;q=0"]) {
      const plain = await get(running, `/v1/tasks/${taskId}`, { "accept-encoding": accepted });
      expect(plain.headers.get("content-encoding")).toBeNull();
      expect(await plain.json()).toEqual(await compressed.clone().json());
    }
    const short = await get(running, "/healthz", { "accept-encoding": "gzip" });
    expect(short.headers.get("content-encoding")).toBeNull();
  });

  test("large JSON of too many values is refused before it is parsed", async () => {
    const running = await startGateway();
    const refused = await post(running, `{"type":"echo","payload":[${"1,".repeat(5_000_000)}1]}`);
    expect([refused.status, refused.body.error.message]).toEqual([
      400,
      expect.stringMatching(/1000000 values/),
    ]);
    expect(await objects(running)).toBe(0);
  });

  test("a large body without a valid key is not read", async () => {
    const running = await startGateway();
    const body = gzipSync(Buffer.alloc(16 * MIB, " "));
    const answer = await post({ ...running, key: "wrong" }, body, { "content-encoding": "gzip" });
    expect(answer.status).toBe(401);
  });
});

describe("over gRPC", () => {
  test("a payload of 64 MiB is taken, one byte more is refused and stores nothing", async () => {
    const running = await startGateway();
    const blob = (size: number) => ({
      type: "echo",
      payloadBytes: { data: Buffer.alloc(size, "a"), contentType: "image/png" },
    });
    await running.api.submit(blob(64 * MIB));
    expect(await objects(running)).toBe(129);
    const error = await failure(running.api.submit(blob(64 * MIB + 1)));
    expect(error).toMatchObject({ reason: "PAYLOAD_TOO_LARGE", metadata: { limit: String(64 * MIB) } });
    expect(await objects(running)).toBe(129);
  });

  test("a payload as a Value of more than 16 MiB is refused, and the answer says what to do", async () => {
    const { api } = await startGateway();
    const error = await failure(api.submit(submission("echo", "x".repeat(17 * MIB))));
    expect([error.reason, error.message]).toEqual([
      "REQUEST_UNREADABLE",
      expect.stringMatching(/payload_bytes/),
    ]);
  });

  test("what was replaced by an update is removed, and so is what was not needed", async () => {
    const running = await startGateway();
    const taskId = "0190b7c4-6f1d-7c3a-9e2b-3f4a5b6c7d8e";
    const blob = (text: string) => ({ data: Buffer.alloc(MIB, text), contentType: "image/png" });
    const request = { taskId, type: "echo", payloadBytes: blob("a"), options: { delay: { seconds: 3_600 } } };
    await running.api.submit(request);
    await running.api.submit(request);
    expect(await objects(running)).toBe(3);
    expect((await failure(running.api.submit({ ...request, payloadBytes: blob("b") }))).reason).toBe(
      "TASK_EXISTS",
    );
    expect(await objects(running)).toBe(3);
    await running.api.update({ taskId, payloadBytes: blob("c") });
    await expect.poll(() => objects(running)).toBe(3);
    const { payloadBytes } = await running.api.get({ taskId });
    expect(blob("c").data.equals(payloadBytes?.data as Buffer)).toBe(true);
    await running.api.update({ taskId, payload: { stringValue: "small" } });
    await expect.poll(() => objects(running)).toBe(0);
  });
});

test("a payload that somebody has deleted: view FULL says so, view BASIC shows the rest", async () => {
  const running = await startGateway();
  const payloadBytes = { data: Buffer.alloc(MIB), contentType: "image/png" };
  const { taskId } = await running.api.submit({ type: "echo", payloadBytes });
  await running.connection.jsm.streams.purge(STREAMS.objects);
  expect((await failure(running.api.get({ taskId }))).reason).toBe("OBJECT_LOST");
  expect(await running.api.get({ taskId, view: "BASIC" })).toMatchObject({ taskId, state: "QUEUED" });
});
