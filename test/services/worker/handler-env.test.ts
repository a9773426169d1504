import { expect, test } from "vitest";
import { loadSettings } from "../../../runtime/settings.ts";
import { handlerEnv } from "../../../services/worker/handler-env.ts";
import { workerSettings } from "../../../services/worker/settings.ts";

const ENV = {
  PATH: "/bin",
  HOME: "/home/me",
  LANG: "C.UTF-8",
  TZ: "UTC",
  NODE_OPTIONS: "--inspect",
  LONGSHORE_API_KEY: "secret",
  LONGSHORE_NATS_URL: "nats://me:secret@host",
  LONGSHORE_GATHER_ROOT: "/texts",
  AWS_SECRET_ACCESS_KEY: "secret",
  MODEL: "small",
};

test("handlers get what every program needs, and nothing else", () => {
  expect(handlerEnv(ENV, [])).toEqual({ PATH: "/bin", HOME: "/home/me", LANG: "C.UTF-8", TZ: "UTC" });
});

test("and what they are passed by name, when it is there", () => {
  expect(handlerEnv(ENV, ["MODEL", "NOT_SET"])).toMatchObject({ MODEL: "small" });
  expect(handlerEnv(ENV, ["NOT_SET"])).not.toHaveProperty("NOT_SET");
});

test("by default that is the root of the example, and no credential", () => {
  const { passEnv } = loadSettings(workerSettings, {});
  const env = handlerEnv(ENV, passEnv);
  expect(env["LONGSHORE_GATHER_ROOT"]).toBe("/texts");
  expect(JSON.stringify(env)).not.toContain("secret");
});
