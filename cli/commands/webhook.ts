import type { Command } from "commander";
import type { Webhook } from "../../sdk/webhook-calls.ts";
import type { CommandContext } from "../command-context.ts";
import { CommandError } from "../exit.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf } from "../terminal.ts";
import { formatTime } from "../time-text.ts";
import { withClient } from "../with-client.ts";

interface CreateOptions {
  readonly filter?: string;
  readonly everyEvent?: true;
  readonly label?: string;
}

/** `longshore webhook create|list|delete|test`: has events sent to URLs. */
export function addWebhookCommands(program: Command, context: CommandContext): void {
  const webhook = program.command("webhook").description("have events sent to a URL, signed, as they happen");
  addCreate(webhook, context);
  addList(webhook, context);
  addDelete(webhook, context);
  addTest(webhook, context);
}

function addCreate(webhook: Command, { terminal }: CommandContext): void {
  webhook
    .command("create")
    .description("make a webhook and print its secret, which cannot be shown again")
    .argument("<url>", "https://…, where events are sent to")
    .option("--filter <filter>", "only tasks that match, such as 'queue = \"images\" AND state = FAILED'")
    .option("--every-event", "every event, and not only those that end a task")
    .option("--label <text>", "what it is for, for people")
    .action(async (url: string, { filter, everyEvent, label }: CreateOptions, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const made = await client.createWebhook(url, { filter, everyEvent, label });
        if (output === "json") {
          printJson(terminal, made);
          return;
        }
        terminal.out(made.secret);
        const { webhookId } = made.webhook;
        terminal.err(
          `This is the only time that the secret is shown. Try it: longshore webhook test ${webhookId}`,
        );
      });
    });
}

function addList(webhook: Command, { terminal }: CommandContext): void {
  webhook
    .command("list")
    .description("list the webhooks of the project, without their secrets")
    .action(async (_options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const webhooks = await client.listWebhooks();
        if (output === "json") printJson(terminal, { webhooks });
        else if (webhooks.length === 0) terminal.err("No webhook: longshore webhook create URL");
        else terminal.out(formatTable(HEADER, webhooks.map(toRow), styleOf(terminal)));
      });
    });
}

function addDelete(webhook: Command, { terminal }: CommandContext): void {
  webhook
    .command("delete")
    .description("end a webhook: nothing is sent any more")
    .argument("<id>", "its id, as `webhook list` shows it")
    .action(async (webhookId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        await client.deleteWebhook(webhookId);
        if (output === "json") printJson(terminal, { webhookId, deleted: true });
        else terminal.out(`${webhookId} is deleted.`);
      });
    });
}

function addTest(webhook: Command, { terminal }: CommandContext): void {
  webhook
    .command("test")
    .description("send a test event once, and say what became of it")
    .argument("<id>", "its id, as `webhook list` shows it")
    .action(async (webhookId: string, _options: unknown, command: Command) => {
      await withClient(command, terminal, async (client, { output }) => {
        const tested = await client.testWebhook(webhookId);
        if (output === "json") printJson(terminal, tested);
        else if (tested.delivered) terminal.out(`delivered: the receiver answered ${tested.status}`);
        if (!tested.delivered)
          throw new CommandError(`not delivered: ${tested.problem}`, {
            remedy: `The delivery is a task: longshore task get ${tested.taskId}`,
          });
      });
    });
}

const HEADER = ["ID", "URL", "EVENTS", "FILTER", "CREATED", "STATE", "LABEL"];

function toRow({ webhookId, url, everyEvent, filter, createTime, disableTime, label }: Webhook): string[] {
  return [
    webhookId,
    url,
    everyEvent ? "all" : "ends",
    filter,
    formatTime(createTime),
    disableTime === undefined ? "in force" : `disabled ${formatTime(disableTime)}`,
    label,
  ];
}
