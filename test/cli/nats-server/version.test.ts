import { describe, expect, it } from "vitest";
import { parseVersion } from "../../../cli/nats-server/version.ts";
import { isAtLeast } from "../../../jetstream/server-version.ts";

describe("the version of a nats-server", () => {
  it.each([
    ["nats-server: v2.15.2\n", "2.15.2"],
    ["nats-server: v2.15.1-RC.1\n", "2.15.1-RC.1"],
    ["nats-server: v2.16.0-preview.2", "2.16.0-preview.2"],
    ["2.9.10", "2.9.10"],
  ])("is read from %j", (text, version) => {
    expect(parseVersion(text)).toBe(version);
  });

  it.each(["", "nats-server: dev", "nats-server: v2.15"])("is not made up from %j", (text) => {
    expect(parseVersion(text)).toBeUndefined();
  });

  it.each(["2.15.1", "2.15.2", "2.16.0", "3.0.0", "2.15.10", "2.16.0-RC.1"])(
    "%s is new enough",
    (version) => {
      expect(isAtLeast(version)).toBe(true);
    },
  );

  it.each(["2.15.0", "2.9.10", "2.10.27", "1.99.99", "2.15.1-RC.1"])("%s is too old", (version) => {
    expect(isAtLeast(version)).toBe(false);
  });
});
