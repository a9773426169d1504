import { readdir, readFile, rm } from "node:fs/promises";
import { get } from "node:http";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Where a running server listens. */
export interface ServerAddresses {
  /** `nats://127.0.0.1:7423` */
  readonly url: string;
  readonly port: number;
  /** `http://127.0.0.1:7424` */
  readonly monitorUrl: string;
  readonly monitorPort: number;
}

const POLL_MS = 5;

/** Removes what servers that were killed have left, so that it is not taken for the ports of the next one. */
export async function clearPortsFiles(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    if (name.endsWith(".ports")) await rm(join(folder, name), { force: true });
  }
}

/**
 * Waits until the server `pid` listens and its JetStream answers, and says where. It has no time limit of its own
 * (a large store takes long to recover): it ends when `signal` aborts, with that signal's reason.
 */
export async function waitUntilReady(
  folder: string,
  pid: number,
  signal: AbortSignal,
): Promise<ServerAddresses> {
  let addresses = await readPortsFile(folder, pid);
  while (addresses === undefined || !(await isHealthy(addresses.monitorUrl))) {
    await delay(POLL_MS, undefined, { signal }).catch(() => signal.throwIfAborted());
    addresses = await readPortsFile(folder, pid);
  }
  return addresses;
}

/** The server writes this file once it listens. Read half written it is no JSON yet, and is read again. */
async function readPortsFile(folder: string, pid: number): Promise<ServerAddresses | undefined> {
  const name = (await readdir(folder)).find((entry) => entry.endsWith(`_${pid}.ports`));
  if (name === undefined) return undefined;
  try {
    const ports = JSON.parse(await readFile(join(folder, name), "utf8")) as {
      readonly nats?: readonly string[];
      readonly monitoring?: readonly string[];
    };
    const [url, monitorUrl] = [ports.nats?.[0], ports.monitoring?.[0]];
    if (url === undefined || monitorUrl === undefined) return undefined;
    return { url, port: portOf(url), monitorUrl, monitorPort: portOf(monitorUrl) };
  } catch {
    return undefined;
  }
}

function portOf(url: string): number {
  return Number(new URL(url).port);
}

/** True when the server says that JetStream is enabled and answers. */
function isHealthy(monitorUrl: string): Promise<boolean> {
  return new Promise((resolve) => {
    const url = `${monitorUrl}/healthz?js-enabled-only=true`;
    const request = get(url, { agent: false, timeout: 1_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on("timeout", () => request.destroy());
    request.on("error", () => resolve(false));
  });
}
