import { Command, CommanderError, Option } from "commander";
import { LONGSHORE_VERSION } from "../runtime/version.ts";
import type { CommandContext } from "./command-context.ts";
import { addAdminCommands } from "./commands/admin.ts";
import { addAlertCommands } from "./commands/alert.ts";
import { addAudit } from "./commands/audit.ts";
import { addDev } from "./commands/dev.ts";
import { addDlqCommands } from "./commands/dlq.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addEvents } from "./commands/events.ts";
import { addKeyCommands } from "./commands/key.ts";
import { addProjectCommands } from "./commands/project.ts";
import { addProvision } from "./commands/provision.ts";
import { addQueueCommands } from "./commands/queue.ts";
import { addScheduleCommands } from "./commands/schedule.ts";
import { addServiceCommands } from "./commands/services.ts";
import { addStatusCommands } from "./commands/status.ts";
import { addTaskCommands } from "./commands/task.ts";
import { addTokenCommands } from "./commands/token.ts";
import { addTypeCommands } from "./commands/type.ts";
import { addWebhookCommands } from "./commands/webhook.ts";
import { findEndpoints } from "./endpoints.ts";
import { EXIT } from "./exit.ts";
import { describeFailure } from "./failure.ts";
import { OUTPUT_FORMATS } from "./output.ts";
import { styleOf, type Terminal } from "./terminal.ts";

/**
 * Runs one command line and resolves with its exit code (see `EXIT`). Errors are told on standard error: what happened,
 * and what to do about it. Never rejects.
 *
 * @param args what follows the name of the program
 */
export async function runCommandLine(args: readonly string[], terminal: Terminal): Promise<number> {
  let exitCode: number = EXIT.ok;
  const program = createProgram({
    terminal,
    finish: (code) => {
      exitCode = code;
    },
  });
  try {
    await program.parseAsync([...args], { from: "user" });
    return exitCode;
  } catch (error) {
    // Help and version were asked for and end with 0; everything else commander throws is a wrong command line.
    if (error instanceof CommanderError) return isAnswer(error) ? EXIT.ok : EXIT.usage;
    return reportFailure(error, program, terminal);
  }
}

function createProgram(context: CommandContext): Command {
  const { terminal } = context;
  const program = new Command("longshore")
    .description("Durable tasks on NATS JetStream.")
    .version(LONGSHORE_VERSION)
    .addOption(
      new Option("-o, --output <format>", "for people or for programs")
        .choices(OUTPUT_FORMATS)
        .default("table"),
    )
    .option("--url <url>", "the gateway (LONGSHORE_GRPC_URL)")
    .option("--api-key <key>", "names the project (LONGSHORE_API_KEY)")
    .option("--ca <file>", "who vouches for a gateway with TLS, in PEM (LONGSHORE_CA)")
    .option("--client-cert <file>", "our certificate, where it asks for one (LONGSHORE_CLIENT_CERT)")
    .option("--client-key <file>", "the key of our certificate (LONGSHORE_CLIENT_KEY)")
    .option(
      "--nats-url <url>",
      "NATS, for services and for doctor, key, project, provision (LONGSHORE_NATS_URL)",
    )
    .addHelpText("after", EXIT_CODES)
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .exitOverride();
  addDev(program, context);
  addStatusCommands(program, context);
  addTaskCommands(program, context);
  addEvents(program, context);
  addDlqCommands(program, context);
  addTypeCommands(program, context);
  addQueueCommands(program, context);
  addScheduleCommands(program, context);
  addAlertCommands(program, context);
  addServiceCommands(program, context);
  addProvision(program, context);
  addKeyCommands(program, context);
  addTokenCommands(program, context);
  addAudit(program, context);
  addWebhookCommands(program, context);
  addProjectCommands(program, context);
  addAdminCommands(program, context);
  addDoctor(program, context);
  return program;
}

const EXIT_CODES = `
Without flags the gateway and the key come from the environment, then from .longshore/env in this folder or above.
Exit codes: ${EXIT.ok} ok, ${EXIT.error} error, ${EXIT.usage} usage, ${EXIT.notFound} not found, ${EXIT.taskFailed} task failed, ${EXIT.timeout} timeout.`;

function isAnswer({ code }: CommanderError): boolean {
  return code === "commander.helpDisplayed" || code === "commander.version";
}

function reportFailure(error: unknown, program: Command, terminal: Terminal): number {
  const url = findEndpoints(program.opts(), terminal).grpcUrl.value;
  const { exitCode, message, remedy } = describeFailure(error, url);
  terminal.err(`${styleOf(terminal)("red", "error:")} ${message}`);
  if (remedy !== undefined) terminal.err(`  ${remedy}`);
  return exitCode;
}
