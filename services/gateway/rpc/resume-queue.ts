import { withoutPause } from "../../../core/queue-settings.ts";
import type { Queue } from "../../../proto/gen/longshore/v1/Queue.ts";
import type { ResumeQueueRequest__Output } from "../../../proto/gen/longshore/v1/ResumeQueueRequest.ts";
import { changeQueue } from "../change-queue.ts";
import type { Deps } from "../deps.ts";

/** Lets a paused queue go on. Resolves with the queue as it is then. Throws QUEUE_NOT_FOUND, BROKER_UNAVAILABLE. */
export function resumeQueue({ queue }: ResumeQueueRequest__Output, deps: Deps): Promise<Queue> {
  return changeQueue(queue, withoutPause, deps);
}
