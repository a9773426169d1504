import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { chmod, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../../core/message-of.ts";
import type { Attempt, Progress } from "./attempt.ts";
import { BINARY_NAME, installInto, serverFolder } from "./cache.ts";
import { runCommand } from "./run-command.ts";
import { checkBinary } from "./version.ts";

/** One archive of a release: where it lies below the downloads' address, and what it must hash to. */
export interface ReleaseArchive {
  readonly version: string;
  /** File name without its ending; the folder inside the archive has the same name. */
  readonly name: string;
  readonly sha256: string;
}

/** The cache folder of the pinned release. */
export const RELEASE_FOLDER = "release-2.15.1";

/**
 * Published checksums of the official 2.15.1 archives, by `process.platform`-`process.arch`. A checksum fetched beside
 * the archive would protect from nothing, so a platform without one here is not downloaded: the wheel serves it.
 */
const PINNED: Readonly<Record<string, ReleaseArchive>> = {
  "linux-x64": archive("linux-amd64", "bf5edc7b1ce98e885c368cb43a886eb148dc5d0551d99f3cf6141fb5e1954c70"),
  "linux-arm64": archive("linux-arm64", "e2fbab4cad7d3c76e3052eb959570393c9d73ba756b70bf8e9eea61e9ae6d49c"),
  "linux-s390x": archive("linux-s390x", "478644ef83c46f585f9714b05201b5596e718cdd55ef295fb31abef6a71b4646"),
  "linux-riscv64": archive(
    "linux-riscv64",
    "0c7f51bdf9712e2c69336722fca636a3b038181ff843390c00a4e287ad462086",
  ),
};

const TRIED = "the official release";
const DOWNLOADS = "https://github.com/nats-io/nats-server/releases/download";
const SILENCE_TIMEOUT_MS = 5_000;
const DOWNLOAD_TIMEOUT_MS = 300_000;

function archive(platform: string, sha256: string): ReleaseArchive {
  return { version: "2.15.1", name: `nats-server-v2.15.1-${platform}`, sha256 };
}

/** The official release for this machine, when there is a pinned checksum for it. See `downloadArchive`. */
export async function downloadRelease(
  env: NodeJS.ProcessEnv,
  onProgress: Progress,
  platform = `${process.platform}-${process.arch}`,
): Promise<Attempt> {
  const release = PINNED[platform];
  if (release === undefined) return { tried: TRIED, failed: `no pinned checksum for ${platform}` };
  return downloadArchive(release, env, onProgress);
}

/**
 * Downloads an archive into the cache, checks its sha256 and unpacks it. Gives up when the server is silent for 5 s,
 * or after 5 minutes. `LONGSHORE_NATS_RELEASE_URL` names a mirror of the downloads; what it serves has to have the
 * same checksum.
 */
export async function downloadArchive(
  release: ReleaseArchive,
  env: NodeJS.ProcessEnv,
  onProgress: Progress,
): Promise<Attempt> {
  const url = `${env["LONGSHORE_NATS_RELEASE_URL"] || DOWNLOADS}/v${release.version}/${release.name}.tar.gz`;
  onProgress(`Downloading nats-server ${release.version} from ${new URL(url).host} …`);
  const folder = serverFolder(env, RELEASE_FOLDER);
  const problem = await installInto(folder, async (staging) => {
    const file = join(staging, "release.tar.gz");
    return (await download(url, file, release.sha256)) ?? (await unpack(file, staging, release.name, env));
  });
  return problem === undefined
    ? checkBinary(TRIED, join(folder, BINARY_NAME), env)
    : { tried: TRIED, failed: problem };
}

async function download(url: string, file: string, sha256: string): Promise<string | undefined> {
  const stop = new AbortController();
  const watchdog = setTimeout(() => stop.abort(), SILENCE_TIMEOUT_MS);
  const hash = createHash("sha256");
  const measure = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      watchdog.refresh();
      done(null, chunk);
    },
  });
  try {
    const response = await fetch(url, { signal: stop.signal });
    if (!response.ok || response.body === null) return `${url} answered ${response.status}`;
    await pipeline(Readable.fromWeb(response.body), measure, createWriteStream(file), {
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(DOWNLOAD_TIMEOUT_MS)]),
    });
  } catch (error) {
    return `${url}: ${stop.signal.aborted ? "no answer in time" : reasonOf(error)}`;
  } finally {
    clearTimeout(watchdog);
  }
  const digest = hash.digest("hex");
  return digest === sha256 ? undefined : `${url} has sha256 ${digest}, expected ${sha256}: refused`;
}

async function unpack(file: string, folder: string, name: string, env: NodeJS.ProcessEnv) {
  const { problem } = await runCommand("tar", ["-xzf", file, "-C", folder], { env, timeoutMs: 60_000 });
  if (problem !== undefined) return `cannot unpack the release: ${problem}`;
  const binary = join(folder, BINARY_NAME);
  await rename(join(folder, name, BINARY_NAME), binary);
  await chmod(binary, 0o755);
  await rm(join(folder, name), { recursive: true });
  await rm(file);
  return undefined;
}

/** `fetch` says only "fetch failed"; what happened is in the cause. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return messageOf(cause);
}
