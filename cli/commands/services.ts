import type { Command } from "commander";
import { loadSettings } from "../../runtime/settings.ts";
import { gatewaySettings } from "../../services/gateway/settings.ts";
import { monitorSettings } from "../../services/monitor/settings.ts";
import { schedulerSettings } from "../../services/scheduler/settings.ts";
import { workerSettings } from "../../services/worker/settings.ts";
import type { CommandContext } from "../command-context.ts";
import { findEndpoints, type GlobalOptions } from "../endpoints.ts";
import { addSettingsOptions, settingsFlags } from "../settings-options.ts";
import type { Terminal } from "../terminal.ts";
import { addWorkerCommands } from "./worker.ts";

type Flags = Readonly<Record<string, string | undefined>>;

interface WorkerFlags {
  readonly tasks?: readonly string[];
  readonly watch?: true;
}

/**
 * `longshore gateway|scheduler|worker|monitor`: one service as this process, until it is told to stop. Below `worker` there are
 * the commands about those that run.
 */
export function addServiceCommands(program: Command, context: CommandContext): void {
  const { terminal } = context;
  const gateway = program
    .command("gateway")
    .description("run a gateway: the gRPC API")
    .action(async (_options: unknown, command: Command) => {
      // Loaded only now: other commands need none of the services.
      const { runGateway } = await import("../../services/gateway/main.ts");
      await runGateway(terminal.env, serviceFlags(command, terminal));
    });
  addSettingsOptions(gateway, gatewaySettings);

  const scheduler = program
    .command("scheduler")
    .description("run a scheduler: what happens to tasks by the clock")
    .action(async (_options: unknown, command: Command) => {
      const { runScheduler } = await import("../../services/scheduler/main.ts");
      await runScheduler(terminal.env, serviceFlags(command, terminal));
    });
  addSettingsOptions(scheduler, schedulerSettings);

  const worker = program
    .command("worker")
    .description("run a worker: takes tasks and runs their handlers")
    .option("--tasks <module...>", "modules (.ts, .js, .mjs) that export what defineTask() returns")
    .option("--watch", "take up modules that change, without dropping running tasks: for development")
    .action(async ({ tasks = [], watch }: WorkerFlags, command: Command) => {
      // Required here only: a required option would be asked of the subcommands too.
      const { webhooks } = loadSettings(workerSettings, terminal.env, serviceFlags(command, terminal));
      if (tasks.length === 0 && !webhooks)
        return command.error("error: required option '--tasks <module...>' not specified");
      const { runWorker } = await import("../../services/worker/main.ts");
      await runWorker(terminal.env, serviceFlags(command, terminal), tasks, { watch: watch === true });
    });
  addSettingsOptions(worker, workerSettings);
  addWorkerCommands(worker, context);

  const monitor = program
    .command("monitor")
    .description("run a monitor: follows what happens to tasks")
    .action(async (_options: unknown, command: Command) => {
      const { runMonitor } = await import("../../services/monitor/main.ts");
      await runMonitor(terminal.env, serviceFlags(command, terminal));
    });
  addSettingsOptions(monitor, monitorSettings);
}

/** The settings given as flags; NATS is found as every command finds it. */
function serviceFlags(command: Command, terminal: Terminal): Flags {
  const options = command.optsWithGlobals<GlobalOptions>();
  return { ...settingsFlags(options), natsUrl: findEndpoints(options, terminal).natsUrl.value };
}
