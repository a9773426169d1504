import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Durability, formatConfig, writeConfig } from "../../../cli/nats-server/config-file.ts";
import { testBinary } from "../../support/nats-server.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("the configuration of a nats-server", () => {
  it.each<Durability>(["standard", "strict"])(
    "is accepted by nats-server itself (%s)",
    async (durability) => {
      const folder = temporaryFolder();
      const path = join(folder, "conf", "nats-server.conf");
      await writeConfig(path, { storeDir: join(folder, 'a "quoted" store'), durability });

      execFileSync(await testBinary(), ["--config", path, "-t"], { stdio: "pipe" });
    },
  );

  it("listens on this machine only, at 7423 and 7424 unless told otherwise", () => {
    const text = formatConfig({ storeDir: "/store" });

    expect(text).toContain('listen: "127.0.0.1:7423"');
    expect(text).toContain('http: "127.0.0.1:7424"');
  });

  it("syncs every second in standard, and every write in strict", () => {
    expect(formatConfig({ storeDir: "/store", durability: "standard" })).toContain('sync_interval: "1s"');
    expect(formatConfig({ storeDir: "/store", durability: "strict" })).toContain("sync_interval: always");
  });
});
