import { type Command, Option } from "commander";
import { rotateTokenSecret } from "../../jetstream/token-secrets.ts";
import { generateTokenSecret } from "../../runtime/token-signature.ts";
import type { CommandContext } from "../command-context.ts";
import { findEndpoints, type GlobalOptions } from "../endpoints.ts";
import { usageError } from "../exit.ts";
import { durationValue, labelValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { formatTime } from "../time-text.ts";
import { withClient } from "../with-client.ts";
import { withNats } from "../with-nats.ts";

interface CreateOptions {
  readonly task?: string;
  readonly label?: Readonly<Record<string, string>>;
  readonly ttl?: number;
}

/** `longshore token create|rotate-secret`: what lets a browser look at tasks. */
export function addTokenCommands(program: Command, context: CommandContext): void {
  const token = program.command("token").description("make tokens with which browsers may look at tasks");
  addCreate(token, context);
  addRotateSecret(token, context);
}

function addCreate(token: Command, { terminal }: CommandContext): void {
  token
    .command("create")
    .description("make a token for one task, one label, or all of the project, and print it")
    .addOption(new Option("--task <id>", "only this task").conflicts("label"))
    .option("--label <key=value>", "only the tasks with this label", labelValue)
    .option("--ttl <duration>", "for how long it is valid, 1s to 24h (default: 15m)", durationValue)
    .action(async ({ task, label, ttl }: CreateOptions, command: Command) => {
      const [first, ...more] = Object.entries(label ?? {});
      if (more.length > 0) throw usageError("--label: a token is for one label");
      await withClient(command, terminal, async (client, { output }) => {
        const made = await client.createToken({
          ...(task !== undefined && { taskId: task }),
          ...(first !== undefined && { label: { key: first[0], value: first[1] } }),
          ...(ttl !== undefined && { ttlMs: ttl }),
        });
        if (output === "json") {
          printJson(terminal, { token: made.token, expireTime: made.expireTime.toISOString() });
          return;
        }
        terminal.out(made.token);
        terminal.err(`Valid until ${formatTime(made.expireTime)}, or until its API key ends.`);
      });
    });
}

function addRotateSecret(token: Command, { terminal }: CommandContext): void {
  token
    .command("rotate-secret")
    .description("sign tokens with a new secret from now on (on NATS itself); those that are out stay valid")
    .option("--end-all", "end all tokens that are out")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions & { readonly endAll?: boolean }>();
      await withNats(findEndpoints(options, terminal), "token rotate-secret", async (connection) => {
        const { endAll = false } = options;
        await rotateTokenSecret(connection, generateTokenSecret(new Date()), { endAll });
        terminal.out(endAll ? "All tokens have ended." : "Tokens are signed with a new secret.");
      });
    });
}
