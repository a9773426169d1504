import { status } from "@grpc/grpc-js";
import { describe, expect, test, vi } from "vitest";
import { accepted, clientAt, clientOf, refusal, UUID_V7 } from "./client-of.ts";
import { type FakeMethods, fakeTask, startFakeGateway, statusOf } from "./fake-gateway.ts";

describe("when the gateway does not do as it should", () => {
  test("one that is not there yet is waited for", async () => {
    const gateway = await startFakeGateway({
      SubmitTask: (call, done) => done(null, accepted(call.request)),
      WaitTask: (_call, done) => done(null, fakeTask({ state: "SUCCEEDED" })),
    });
    gateway.crash();
    const client = clientAt(gateway.address);
    const submitting = client.submit("t", null);
    const waiting = client.task("t").result();
    // By then both have found nobody.
    const impatient = clientAt(gateway.address, { timeoutMs: 300 });
    await expect(impatient.task("t").get()).rejects.toMatchObject({ status: "UNAVAILABLE" });
    await gateway.restart();
    expect((await submitting).id).toMatch(UUID_V7);
    expect(await waiting).toBeNull();
  });

  test("one that never comes is UNAVAILABLE once the time for the call has passed", async () => {
    const client = clientAt("127.0.0.1:1", { timeoutMs: 400 });
    const startedAt = performance.now();
    await expect(client.submit("t", null)).rejects.toMatchObject({ status: "UNAVAILABLE" });
    expect(performance.now() - startedAt).toBeLessThan(5_000);
  });

  test("one that does not answer is DEADLINE_EXCEEDED", async () => {
    const { client } = await clientOf({ SubmitTask: () => undefined }, { timeoutMs: 100 });
    await expect(client.submit("t", null)).rejects.toMatchObject({ status: "DEADLINE_EXCEEDED" });
  });

  test("a storm of UNAVAILABLE ends within the budget, not in a storm of retries", async () => {
    let calls = 0;
    const { client } = await clientOf({
      GetTask(_call, done) {
        calls++;
        done(statusOf(status.UNAVAILABLE, "away"));
      },
    });
    const all = Array.from({ length: 600 }, () => client.task("t").get());
    const settled = await Promise.allSettled(all);
    expect(settled.every((each) => each.status === "rejected")).toBe(true);
    expect(calls).toBeLessThanOrEqual(600 + 499);
    expect(calls).toBeGreaterThan(600);
  });

  test("a wrong key is an error at once", async () => {
    let calls = 0;
    const { client } = await clientOf({
      SubmitTask(_call, done) {
        calls++;
        done(refusal("API_KEY_INVALID"));
      },
    });
    await expect(client.submit("t", null)).rejects.toMatchObject({
      name: "ApiError",
      status: "UNAUTHENTICATED",
      reason: "API_KEY_INVALID",
    });
    expect(calls).toBe(1);
  });

  test("a refused payload names its fields", async () => {
    const violations = [
      { field: "payload.name", description: "is required" },
      { field: "payload.age", description: "must be a number" },
    ];
    const { client } = await clientOf({
      SubmitTask: (_call, done) =>
        done(refusal("PAYLOAD_INVALID", { type: "t", problem: "payload.name is required" }, { violations })),
    });
    await expect(client.submit("t", {})).rejects.toMatchObject({ reason: "PAYLOAD_INVALID", violations });
  });
});

describe("with two gateways", () => {
  test("calls go round, and on to the other when one is gone", async () => {
    const seen: string[] = [];
    const named = (name: string): FakeMethods => ({
      GetTask(_call, done) {
        seen.push(name);
        done(null, fakeTask({ taskId: name }));
      },
    });
    const [a, b] = [await startFakeGateway(named("a")), await startFakeGateway(named("b"))];
    const client = clientAt([a.address, b.address]);
    for (let i = 0; i < 6; i++) await client.task("t").get();
    expect(new Set(seen)).toEqual(new Set(["a", "b"]));
    a.crash();
    seen.length = 0;
    for (let i = 0; i < 6; i++) await client.task("t").get();
    expect(new Set(seen)).toEqual(new Set(["b"]));
    await a.restart();
    await vi.waitFor(async () => {
      await client.task("t").get();
      expect(seen).toContain("a");
    });
  });

  test("a wait and a stream that were with the lost one go on with the other", async () => {
    const waits: string[] = [];
    const methods = (name: string): FakeMethods => ({
      WaitTask(_call, done) {
        waits.push(name);
        if (waits.length > 1) done(null, fakeTask({ state: "SUCCEEDED" }));
      },
    });
    const gateways = {
      a: await startFakeGateway(methods("a")),
      b: await startFakeGateway(methods("b")),
    };
    const client = clientAt([gateways.a.address, gateways.b.address]);
    const waiting = client.task("t").result();
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    gateways[waits[0] as "a" | "b"].crash();
    expect(await waiting).toBeNull();
    expect(new Set(waits)).toEqual(new Set(["a", "b"]));
  });
});
