import { withoutPassword } from "../../jetstream/describe-status.ts";
import { type Style, styleOf, type Terminal } from "../terminal.ts";
import { DEMO_TYPE } from "./demo.ts";
import { shellWord } from "./invocation.ts";

/** What there is to tell once everything runs. */
export interface Running {
  /** `http://127.0.0.1:7420` */
  readonly grpcUrl: string;
  /** `http://127.0.0.1:7421` */
  readonly httpUrl: string;
  readonly monitorUrl: string;
  /** May hold a user and a password, which are not printed. */
  readonly natsUrl: string;
  readonly natsMonitorUrl: string | undefined;
  readonly apiKey: string;
  /** As the person may type them from the working directory. */
  readonly logPath: string;
  readonly envPath: string;
  /** How this command is called: `npx longshore`. */
  readonly command: string;
  /** A type that can be submitted, if there is one. */
  readonly type: string | undefined;
  /** The task of the demonstration, if there was one. */
  readonly taskId: string | undefined;
}

/** Prints where everything is, the key, and commands to paste that work as they stand. */
export function printGuide(terminal: Terminal, running: Running): void {
  const style = styleOf(terminal);
  const monitoring = running.natsMonitorUrl === undefined ? "" : `, monitoring ${running.natsMonitorUrl}`;
  terminal.out(
    [
      "",
      style("bold", "Longshore is running."),
      "",
      `  gRPC      ${running.grpcUrl}`,
      `  HTTP      ${running.httpUrl} (/healthz, /readyz)`,
      `  monitor   ${running.monitorUrl} (/healthz, /readyz)`,
      `  NATS      ${withoutPassword(running.natsUrl)}${monitoring}`,
      `  log       ${running.logPath} (JSON lines; warnings and errors come here too)`,
      `  settings  ${running.envPath} (for a shell to source; the CLI finds it by itself)`,
      "",
      `API key: ${running.apiKey}`,
      "",
      "In another terminal:",
      "",
      ...commands(running, style),
      "",
      "Ctrl-C stops everything. The next start finds all tasks again.",
    ].join("\n"),
  );
}

function commands({ grpcUrl, natsUrl, apiKey, command, type, taskId }: Running, style: Style): string[] {
  const grpc = hostOf(grpcUrl);
  const nats = hostOf(natsUrl);
  const show = (what: string, line: string) => [`  ${style("dim", `# ${what}`)}`, `  ${line}`];
  const payload = type === DEMO_TYPE ? { source: ".", query: "license" } : {};
  const request = type === DEMO_TYPE ? { source: ".", query: "retry backoff" } : {};
  return [
    ...(type === undefined
      ? []
      : [
          ...show("submit a task, by gRPC and by the CLI", submitByGrpc(apiKey, grpc, type, request)),
          `  ${command} task submit ${type} --payload ${shellWord(JSON.stringify(payload))} --wait`,
        ]),
    ...(taskId === undefined
      ? []
      : [
          ...show("what happened to the task above", `${command} task watch ${taskId}`),
          `  ${command} task get ${taskId}`,
        ]),
    ...show("what lies in NATS, and who is connected", `nats --server ${nats} stream ls`),
    `  nats --server ${nats} micro ls`,
    ...show("what can be submitted, and whether all is well", `${command} type list`),
    `  ${command} doctor`,
  ];
}

function submitByGrpc(apiKey: string, address: string, type: string, payload: object): string {
  const body = shellWord(JSON.stringify({ type, payload }));
  return `grpcurl -plaintext -H "x-api-key: ${apiKey}" -d ${body} ${address} longshore.v1.TaskService/SubmitTask`;
}

function hostOf(url: string): string {
  return URL.parse(url.split(",")[0] ?? url)?.host ?? url;
}
