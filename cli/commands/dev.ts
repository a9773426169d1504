import { existsSync } from "node:fs";
import { extname, join } from "node:path";
import type { Command } from "commander";
import { loadSettings } from "../../runtime/settings.ts";
import type { CommandContext } from "../command-context.ts";
import { listenForInterrupt } from "../dev/interrupt.ts";
import { packageFolder } from "../dev/invocation.ts";
import { createTeardown } from "../dev/teardown.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { usageError } from "../exit.ts";
import { addSettingsOptions, settingsFlags } from "../settings-options.ts";
import type { Terminal } from "../terminal.ts";
import { ALL_SETTINGS, devSettings, loadServiceSettings } from "./dev-settings.ts";
import type { DevOptions } from "./dev-start.ts";

interface DevFlags extends GlobalOptions {
  readonly tasks?: readonly string[];
  readonly demo: boolean;
  readonly watch: boolean;
}

/**
 * `longshore dev`, which is `npm start`: NATS, the four services and a sample task in one process, in the foreground until
 * it is told to stop. Ends with 0 after a clean stop, also when that came in the middle of the start.
 */
export function addDev(program: Command, { terminal }: CommandContext): void {
  const dev = program
    .command("dev")
    .description("run everything in this process: NATS, the four services and a sample task (npm start)")
    .option("--tasks <module...>", "task modules (.ts, .js, .mjs) instead of the example's")
    .option("--no-demo", "do not run the sample task")
    .option("--no-watch", "do not take up task modules that change")
    .action(async (_options: unknown, command: Command) => {
      await runDev(readOptions(command.optsWithGlobals<DevFlags>(), terminal), terminal);
    });
  addSettingsOptions(dev, ...ALL_SETTINGS);
}

async function runDev(options: DevOptions, terminal: Terminal): Promise<void> {
  const interrupt = listenForInterrupt();
  const teardown = createTeardown(terminal);
  try {
    // Loaded only now: the other commands need none of the services.
    const { startDev } = await import("./dev-start.ts");
    await startDev(options, terminal, teardown, interrupt.signal);
    await interrupt.happened;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
  } finally {
    if (interrupt.signal.aborted) terminal.out("Stopping; running tasks may end. Once more stops at once.");
    await teardown.run();
    interrupt.dispose();
  }
}

/** Reads everything that was said; all faults are found before anything is started. */
function readOptions(flags: DevFlags, terminal: Terminal): DevOptions {
  const { env } = terminal;
  const given = settingsFlags(flags);
  return {
    modules: flags.tasks ?? [exampleModule()],
    hasDemo: flags.demo,
    isWatching: flags.watch,
    dev: loadSettings(devSettings, env, given),
    services: loadServiceSettings(env, given),
    natsUrl: flags.natsUrl ?? (env["LONGSHORE_NATS_URL"] || env["NATS_URL"] || undefined),
  };
}

function exampleModule(): string {
  const extension = extname(import.meta.filename);
  const folder = extension === ".ts" ? packageFolder() : join(import.meta.dirname, "..", "..");
  const path = join(folder, "examples", "automated-gather-creation", `task${extension}`);
  if (existsSync(path)) return path;
  throw usageError(
    "--tasks: name the modules that define your tasks; the example is not part of this installation",
  );
}
