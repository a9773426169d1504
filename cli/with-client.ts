import type { Command } from "commander";
import { messageOf } from "../core/message-of.ts";
import { type Client, createClient } from "../sdk/client.ts";
import type { Task } from "../sdk/task.ts";
import { isFinal } from "../sdk/task.ts";
import { findEndpoints, type GlobalOptions } from "./endpoints.ts";
import { EXIT, type ExitCode, usageError } from "./exit.ts";
import type { Terminal } from "./terminal.ts";

/** Runs something with a client of the gateway that flags, environment or `.longshore/env` name, and closes it. */
export async function withClient<T>(
  command: Command,
  terminal: Terminal,
  use: (client: Client, options: GlobalOptions) => Promise<T>,
): Promise<T> {
  const options = command.optsWithGlobals<GlobalOptions>();
  const client = openClient(options, terminal);
  try {
    return await use(client, options);
  } finally {
    client.close();
  }
}

function openClient(options: GlobalOptions, terminal: Terminal): Client {
  const { grpcUrl, apiKey, tls } = findEndpoints(options, terminal);
  try {
    return createClient({ url: grpcUrl.value, apiKey: apiKey?.value, tls });
  } catch (error) {
    throw usageError(`${messageOf(error)} (it comes from ${grpcUrl.from})`);
  }
}

/** How a command ends that has waited for a task. */
export function exitCodeOf({ state }: Pick<Task, "state">): ExitCode {
  if (!isFinal(state)) return EXIT.timeout;
  return state === "SUCCEEDED" ? EXIT.ok : EXIT.taskFailed;
}
