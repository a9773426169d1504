import type { TaskError } from "../../../core/event.ts";
import { isJsonObject } from "../../../core/json-object.ts";
import { isLineLevel } from "../../../core/log-line.ts";
import type { AttemptOutcome } from "../../../core/outcome.ts";
import type { HandlerLogLine, HandlerProgress, Job, StopReason } from "./pool.ts";

/** From the worker to a child. */
export type ToChild =
  | { readonly kind: "run"; readonly job: Job }
  | { readonly kind: "stop"; readonly reason: StopReason };

/** From a child to the worker. */
export type FromChild =
  | { readonly kind: "ready" }
  | { readonly kind: "load_failed"; readonly problem: string }
  | (OfJob & { readonly kind: "progress"; readonly progress: HandlerProgress })
  | (OfJob & { readonly kind: "log"; readonly line: HandlerLogLine })
  /** Nobody caught this error; the child ends because of it. */
  | (OfJob & { readonly kind: "uncaught"; readonly error: TaskError })
  | (OfJob & {
      readonly kind: "outcome";
      readonly outcome: AttemptOutcome;
      /** True when the handler may have started processes: then somebody has to look for what is left of them. */
      readonly mayHaveStarted: boolean;
    });

/** Which job a message is about. */
interface OfJob {
  readonly taskId: string;
  readonly attempt: number;
}

/** Whether a message from a child is one of ours and whole: the worker must not stumble over any other. */
export function isFromChild(message: unknown): message is FromChild {
  if (!isJsonObject(message)) return false;
  switch (message["kind"]) {
    case "ready":
      return true;
    case "load_failed":
      return typeof message["problem"] === "string";
    case "progress":
      return isJsonObject(message["progress"]) && Number.isFinite(message["progress"]["done"]);
    case "log":
      return isLine(message["line"]);
    case "uncaught":
      return isError(message["error"]);
    case "outcome":
      return isJsonObject(message["outcome"]);
    default:
      return false;
  }
}

function isError(error: unknown): boolean {
  return isJsonObject(error) && typeof error["name"] === "string" && typeof error["message"] === "string";
}

function isLine(line: unknown): boolean {
  return isJsonObject(line) && isLineLevel(line["level"]) && typeof line["message"] === "string";
}
