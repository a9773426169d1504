import { join, resolve } from "node:path";
import { isPortFree } from "../../runtime/port-holder.ts";
import type { DevSettings } from "../commands/dev-settings.ts";
import { STATE_FOLDER } from "../environment-file.ts";
import { CommandError } from "../exit.ts";
import type { Durability } from "../nats-server/config-file.ts";
import { findNatsServer } from "../nats-server/find.ts";
import { launchNatsServer, type NatsServer } from "../nats-server/launch.ts";
import type { Terminal } from "../terminal.ts";
import type { Say } from "./steps.ts";
import { keepRunning } from "./supervise.ts";
import { waitForNats } from "./wait-for-nats.ts";

/** The NATS of this `dev`. */
export interface DevNats {
  readonly url: string;
  /** For the line of the step: what it is and where. */
  readonly description: string;
  /** Its monitoring address; undefined for a server that is not ours. */
  readonly monitorUrl?: string;
  /** Ends a server that was started here; leaves any other alone. */
  stop(): Promise<void>;
}

export interface DevNatsOptions {
  readonly terminal: Terminal;
  readonly settings: DevSettings;
  readonly durability: Durability;
  /** The address given by flag or environment. */
  readonly givenUrl: string | undefined;
  readonly signal: AbortSignal;
  readonly say: Say;
}

/**
 * The server that was named, or one that is started here. Rejects when none is to be found or the port is taken, each with
 * what to do.
 */
export async function startDevNats(options: DevNatsOptions): Promise<DevNats> {
  const { givenUrl, settings } = options;
  return givenUrl === undefined || (await meansOurs(givenUrl, settings))
    ? startOwn(options)
    : useGiven(givenUrl, options);
}

/**
 * `.longshore/env`, sourced by a shell, names the server of the start before. When nothing runs at our own address, that
 * is what the name means, and not somebody else's server that happens to be down.
 */
async function meansOurs(url: string, { natsPort }: DevSettings): Promise<boolean> {
  const { hostname, port } = URL.parse(url) ?? {};
  const isOurAddress = (hostname === "127.0.0.1" || hostname === "localhost") && port === String(natsPort);
  return isOurAddress && (await isPortFree(natsPort));
}

async function useGiven(url: string, { signal, say }: DevNatsOptions): Promise<DevNats> {
  const connection = await waitForNats(url, signal, say);
  const description = `nats-server ${connection.nc.info?.version} at ${connection.nc.getServer()}, not started here`;
  await connection.close();
  return { url, description, stop: async () => undefined };
}

async function startOwn({ terminal, settings, durability, signal, say }: DevNatsOptions): Promise<DevNats> {
  const found = await findNatsServer({ env: { ...terminal.env }, onProgress: say });
  if (!("binary" in found)) throw new CommandError(found.message);
  signal.throwIfAborted();
  const state = resolve(terminal.cwd, STATE_FOLDER);
  const launch = (port: number, monitorPort: number): Promise<NatsServer> =>
    launchNatsServer({
      binary: found.binary,
      storeDir: resolve(terminal.cwd, settings.storeDir),
      port,
      monitorPort,
      durability,
      configPath: join(state, "nats-server.conf"),
      logPath: join(state, "nats-server.log"),
      signal,
    });
  const first = await launch(settings.natsPort || -1, settings.natsMonitorPort || -1);
  const stop = keepRunning(first, () => launch(first.port, first.monitorPort), terminal);
  const description = `nats-server ${found.version} at ${first.url}, ${durability} durability`;
  return { url: first.url, monitorUrl: first.monitorUrl, description, stop };
}
