import { expect, test } from "vitest";
import type { SubmitTaskRequest } from "../../../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import type { ApiError } from "../../../../sdk/api-error.ts";
import { eventually } from "../../../support/eventually.ts";
import { failure, submission } from "../api.ts";
import { startGateway } from "../start-gateway.ts";
import { ask, limitProject } from "./ask.ts";

const labels = (count: number, length = 1) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`l${i}`, "x".repeat(length)]));
const uniqueKey = (length: number) => ({ options: { uniqueKey: "x".repeat(length) } });
const bytes = (length: number): SubmitTaskRequest => ({
  type: "echo",
  payloadBytes: {
    data: Buffer.from(JSON.stringify("x".repeat(length - 2))),
    contentType: "application/json",
  },
});

test("S25: each size of a submission is allowed at its limit, and refused with its field one above", async () => {
  const { api } = await startGateway();
  const at = (request: Partial<SubmitTaskRequest>) => api.submit(submission("echo", 1, request));
  for (const [field, right, wrong] of [
    ["labels", { labels: labels(16) }, { labels: labels(17) }],
    ["labels.l0", { labels: labels(1, 256) }, { labels: labels(1, 257) }],
    ["options.unique_key", uniqueKey(256), uniqueKey(257)],
  ] as const) {
    expect((await at(right)).state, field).toBe("QUEUED");
    const error = await failure(at(wrong));
    expect([error.status, error.violations.map((each) => each.field)]).toEqual(["INVALID_ARGUMENT", [field]]);
  }
});

test("S25: names may have 63 characters, and no more", async () => {
  const running = await startGateway();
  const [longest, tooLong] = [63, 64].map((length) => `q${"x".repeat(length - 1)}`);
  await running.registerType({ type: longest ?? "" });
  expect((await running.api.submit(submission(longest ?? "", 1))).type).toBe(longest);
  const error = await failure(running.api.submit(submission(tooLong ?? "", 1)));
  expect(error.violations.map(({ field }) => field)).toEqual(["type"]);
});

test("S25: a batch may have 1,000 tasks, a page is never larger than 1,000", async () => {
  const { api } = await startGateway();
  const batch = (count: number) => api.submitMany(Array.from({ length: count }, () => ({ type: "echo" })));
  expect((await batch(1_000)).filter(({ outcome }) => outcome === "task")).toHaveLength(1_000);
  expect(await failure(batch(1_001))).toMatchObject({
    reason: "BATCH_TOO_LARGE",
    metadata: { count: "1001", limit: "1000" },
  });
  await api.submit({ type: "echo" });
  const page = await api.list({ pageSize: 5_000 });
  expect([page.tasks.length, page.nextPageToken === ""]).toEqual([1_000, false]);
});

test("S25: a payload may have as many bytes as its project allows, also one that is stored beside its record", async () => {
  const running = await startGateway();
  for (const limit of [2_000, 700_000]) {
    await limitProject(running, { maxPayloadBytes: limit }, async () => {
      const { body } = await ask(running, "GET", "/v1/project");
      return body.limits.maxPayloadBytes === String(limit);
    });
    const error = await eventually("the limit holds", () =>
      running.api.submit(bytes(limit + 1)).then(
        () => undefined,
        (refused: ApiError) => refused,
      ),
    );
    expect(error).toMatchObject({
      reason: "PAYLOAD_LIMIT_EXCEEDED",
      metadata: { scope: "project", name: "acme", size: String(limit + 1), limit: String(limit) },
      violations: [{ field: "payload" }],
    });
    expect(
      (await eventually("what fits is let in", () => running.api.submit(bytes(limit)).catch(() => undefined)))
        .state,
    ).toBe("QUEUED");
  }
});
