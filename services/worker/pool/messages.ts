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
  | { readonly kind: "progress"; readonly progress: HandlerProgress }
  | { readonly kind: "log"; readonly line: HandlerLogLine }
  | {
      readonly kind: "outcome";
      readonly attempt: number;
      readonly taskId: string;
      readonly outcome: AttemptOutcome;
    };
