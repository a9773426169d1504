import type { Command } from "commander";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { checkStore } from "../../jetstream/check-store.ts";
import { generateApiKey } from "../../runtime/api-key-hash.ts";
import type { CommandContext } from "../command-context.ts";
import { findEndpoints, type GlobalOptions } from "../endpoints.ts";
import { CommandError, usageError } from "../exit.ts";
import { printJson } from "../output.ts";
import { storeKey } from "../store-key.ts";
import { withNats } from "../with-nats.ts";

interface KeyOptions extends GlobalOptions {
  readonly project: string;
  readonly label?: string;
}

/** `longshore key create`: makes an API key by writing its hash into NATS. Whoever may do that may make keys. */
export function addKeyCommands(program: Command, { terminal }: CommandContext): void {
  const key = program.command("key").description("make API keys (needs access to NATS)");
  key
    .command("create")
    .description("make a key for a project and print it; it cannot be shown again")
    .requiredOption("--project <name>", "the project that whoever holds the key acts for")
    .option("--label <text>", "who or what will use it, for people")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<KeyOptions>();
      const { project, label } = options;
      if (!isName(project))
        throw usageError(`--project ${JSON.stringify(project)}: it must be ${NAME_FORMAT}`);
      const made = generateApiKey(project, new Date(), label);
      await withNats(findEndpoints(options, terminal).natsUrl, "key create", async (connection) => {
        const problem = await checkStore(connection);
        if (problem !== undefined) throw new CommandError(problem);
        await storeKey(connection, made.id, made.stored, "cli");
      });
      if (options.output === "json") {
        printJson(terminal, { id: made.id, key: made.text, project, ...(label !== undefined && { label }) });
        return;
      }
      terminal.out(made.text);
      terminal.err(`This is the only time that the key is shown. Project: ${project}, id: ${made.id}.`);
    });
}
