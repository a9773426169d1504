import { messageOf } from "../core/message-of.ts";
import { describePortTaken } from "./port-holder.ts";
import type { Address } from "./settings.ts";

/** Turns the failure to listen into an error that names the port, who holds it where that can be found, and the setting. */
export async function listenError(error: unknown, { host, port }: Address, setting: string): Promise<Error> {
  const text = messageOf(error);
  if (!/EADDRINUSE|address already in use|No address added/i.test(text)) {
    return new Error(`cannot listen on ${host}:${port}: ${text} (setting ${setting})`, { cause: error });
  }
  return new Error(await describePortTaken({ host, port }, setting), { cause: error });
}
