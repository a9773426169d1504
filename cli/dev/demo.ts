import type { Client } from "../../sdk/client.ts";
import { isFinal, type Task } from "../../sdk/task.ts";
import { formatTable } from "../table.ts";
import { describeEvent } from "../task-text.ts";
import { type Style, styleOf, type Terminal } from "../terminal.ts";

/** The task type of the example, and the payload that the first start shows. */
export const DEMO_TYPE = "automated_gather_creation";
const PAYLOAD = { source: ".", query: "retry backoff", limit: 5 };

/** How long the first start waits for its task, in milliseconds; behind a long backlog it may take longer. */
const PATIENCE_MS = 120_000;

/**
 * Submits one task of the example, prints what happens to it as it happens, and then what it found. Resolves with its id
 * when it has ended, or when the patience has. Rejects when `signal` aborts, or when the gateway refuses.
 */
export async function runDemo(client: Client, terminal: Terminal, signal: AbortSignal): Promise<string> {
  const style = styleOf(terminal);
  terminal.out("");
  terminal.out(`Running a task: ${style("bold", DEMO_TYPE)} ${JSON.stringify(PAYLOAD)}`);
  const { taskId } = await client.submitTask({ type: DEMO_TYPE, payload: PAYLOAD }, { signal });
  const enough = AbortSignal.timeout(PATIENCE_MS);
  try {
    for await (const event of client.watchTask(taskId, { signal: AbortSignal.any([signal, enough]) })) {
      terminal.out(`  ${describeEvent(event, style)}`);
    }
  } catch (error) {
    if (!enough.aborted) throw error;
    terminal.out("  It still waits or runs, and goes on by itself.");
    return taskId;
  }
  terminal.out("");
  terminal.out(describeResult(await client.getTask(taskId, { signal }), style));
  return taskId;
}

function describeResult(task: Task, style: Style): string {
  if (!isFinal(task.state) || task.state !== "SUCCEEDED") {
    return `  ${task.state}: ${task.error?.message ?? task.stateReason ?? "no reason given"}`;
  }
  return isGather(task.result) ? describeGather(task.result, style) : JSON.stringify(task.result, null, 2);
}

/** As much of the example's result as is shown; see examples/automated-gather-creation. */
interface Gather {
  readonly query: string;
  readonly counts: { readonly documents: number; readonly matched: number; readonly nearDuplicates: number };
  readonly groups: readonly {
    readonly score: number;
    readonly size: number;
    readonly head: { readonly title: string; readonly path: string };
  }[];
}

function isGather(value: unknown): value is Gather {
  return typeof value === "object" && value !== null && "groups" in value && "counts" in value;
}

const TITLE_WIDTH = 40;

function describeGather({ query, counts, groups }: Gather, style: Style): string {
  const rows = groups.map(({ score, size, head }) => [
    score.toFixed(1).padStart(5),
    head.title.length <= TITLE_WIDTH ? head.title : `${head.title.slice(0, TITLE_WIDTH - 1)}…`,
    size > 1 ? `+${size - 1}` : "",
    head.path,
  ]);
  const table = formatTable(["SCORE", "TITLE", "ALIKE", "PATH"], rows, style);
  return [
    `  "${query}": ${counts.matched} of ${counts.documents} texts match, ${counts.nearDuplicates} are near-duplicates. The best:`,
    "",
    ...table.split("\n").map((line) => `  ${line}`),
  ].join("\n");
}
