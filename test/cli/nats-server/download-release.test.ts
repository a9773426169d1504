import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { downloadArchive, downloadRelease } from "../../../cli/nats-server/download-release.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

const NAME = "nats-server-v2.15.1-test";

describe("downloading a release", () => {
  it("unpacks what has the pinned checksum into the cache", async () => {
    const { env, cache, sha256 } = await mirror();

    const attempt = await downloadArchive({ version: "2.15.1", name: NAME, sha256 }, env, () => {});

    const folder = join(cache, "nats-server", "release-2.15.1");
    expect(attempt).toEqual({ binary: join(folder, "nats-server"), version: "2.15.1" });
    expect(readdirSync(folder)).toEqual(["nats-server"]);
  });

  it("refuses what has another checksum, and leaves nothing in the cache", async () => {
    const { env, cache, sha256 } = await mirror();
    const other = "0".repeat(64);

    const attempt = await downloadArchive({ version: "2.15.1", name: NAME, sha256: other }, env, () => {});

    expect(attempt).toMatchObject({
      failed: expect.stringContaining(`has sha256 ${sha256}, expected ${other}`),
    });
    expect(readdirSync(join(cache, "nats-server"))).toEqual([]);
  });

  it("says what the server answered when there is no such file", async () => {
    const { env, sha256 } = await mirror();

    const attempt = await downloadArchive({ version: "2.15.1", name: "other", sha256 }, env, () => {});

    expect(attempt).toMatchObject({ failed: expect.stringContaining("other.tar.gz answered 404") });
  });

  it("downloads nothing for a platform without a pinned checksum", async () => {
    const attempt = await downloadRelease({}, () => {}, "sunos-x64");

    expect(attempt).toMatchObject({ failed: expect.stringContaining("no pinned checksum") });
  });
});

/** A mirror that serves one release of a fake server, and an environment that points to it. */
async function mirror() {
  const [files, cache] = [temporaryFolder(), temporaryFolder()];
  mkdirSync(join(files, NAME));
  const server = join(files, NAME, "nats-server");
  writeFileSync(server, "#!/bin/sh\necho nats-server: v2.15.1\n");
  chmodSync(server, 0o755);
  execFileSync("tar", ["-czf", join(files, "release.tar.gz"), "-C", files, NAME]);
  const archive = readFileSync(join(files, "release.tar.gz"));

  const http = createServer((request, response) => {
    if (request.url === `/v2.15.1/${NAME}.tar.gz`) response.end(archive);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    http.closeAllConnections();
    http.close();
  });
  const { port } = http.address() as AddressInfo;
  const env = {
    ...process.env,
    LONGSHORE_CACHE_DIR: cache,
    LONGSHORE_NATS_RELEASE_URL: `http://127.0.0.1:${port}`,
  };
  return { env, cache, sha256: createHash("sha256").update(archive).digest("hex") };
}
