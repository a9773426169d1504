import type { Queue } from "../sdk/queue.ts";
import { plainText } from "./plain-text.ts";
import { formatFields, formatTable } from "./table.ts";
import type { Style } from "./terminal.ts";
import { formatElapsed, formatTime } from "./time-text.ts";

/** A row a queue. */
export function formatQueues(queues: readonly Queue[], now: Date, style: Style): string {
  const header = [
    "QUEUE",
    "STATE",
    "WAITING",
    "RUNNING",
    "OLDEST",
    "MAX RUNNING",
    "RATE",
    "MAX DEPTH",
    "WORKERS",
  ];
  const rows = queues.map((queue) => [
    queue.queue,
    queue.paused ? "paused" : "open",
    String(sumOf(queue)),
    String(queue.running),
    oldest(queue, now) ?? "-",
    String(queue.maxRunning ?? "-"),
    rateOf(queue) ?? "-",
    String(queue.maxDepth ?? "-"),
    String(queue.workers.length),
  ]);
  return formatTable(header, rows, style);
}

/** A queue for people: how it is, and what holds for it. */
export function describeQueue(queue: Queue, now: Date, style: Style): string {
  const { high, normal, low } = queue.depth;
  return formatFields(
    [
      ["queue", queue.queue],
      ["state", describeState(queue)],
      ["waiting", `${sumOf(queue)} (high ${high}, normal ${normal}, low ${low})`],
      ["oldest", oldest(queue, now)],
      ["running", String(queue.running)],
      ["max running", queue.maxRunning?.toString()],
      ["rate", rateOf(queue)],
      ["default priority", queue.defaultPriority],
      ["max depth", queue.maxDepth?.toString()],
      ["workers", queue.workers.length === 0 ? "none" : queue.workers.join("\n")],
    ],
    style,
  );
}

function describeState({ paused, pauseUntil, pausedBy, pauseReason }: Queue): string {
  if (!paused) return "open";
  return [
    pauseUntil === undefined ? "paused until it is resumed" : `paused until ${formatTime(pauseUntil)}`,
    ...(pausedBy === undefined ? [] : [`by key ${plainText(pausedBy)}`]),
    ...(pauseReason === undefined ? [] : [plainText(pauseReason)]),
  ].join(", ");
}

function sumOf({ depth }: Queue): number {
  return depth.high + depth.normal + depth.low;
}

function oldest({ oldestWaitingTime }: Queue, now: Date): string | undefined {
  if (oldestWaitingTime === undefined) return undefined;
  return formatElapsed(Math.max(0, now.getTime() - oldestWaitingTime.getTime()));
}

function rateOf({ rateLimit }: Queue): string | undefined {
  return rateLimit && `${rateLimit.perSecond}/s, burst ${rateLimit.burst}`;
}
