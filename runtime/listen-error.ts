import { portHolder } from "./port-holder.ts";
import type { Address } from "./settings.ts";

/** Turns the failure to listen into an error that names the port, who holds it where that can be found, and the setting. */
export async function listenError(error: unknown, { host, port }: Address, setting: string): Promise<Error> {
  const text = error instanceof Error ? error.message : String(error);
  if (!/EADDRINUSE|address already in use|No address added/i.test(text)) {
    return new Error(`cannot listen on ${host}:${port}: ${text} (setting ${setting})`, { cause: error });
  }
  const holder = await portHolder(port);
  const by = holder === undefined ? "another process" : `process ${holder.pid} (${holder.command})`;
  return new Error(
    `port ${port} on ${host} is taken by ${by}: stop it, or choose another port with ${setting}`,
    { cause: error },
  );
}
