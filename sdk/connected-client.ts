import type { SubmitTaskRequest } from "../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { loadApi } from "../proto/load.ts";
import { activeTraceparent } from "./active-trace.ts";
import { ApiError } from "./api-error.ts";
import { type ChannelOptions, openChannel } from "./channel.ts";
import { CALL_MS, type Client, clientOf } from "./client.ts";
import { createRetries } from "./retries.ts";
import { type Submission, writeSubmission } from "./submission.ts";
import { SubmitBatcher } from "./submit-batcher.ts";
import { sendTask, sendTasks } from "./submit-calls.ts";
import type { Task } from "./task.ts";

/** What a client for callers is made of. */
export interface ConnectedClient {
  readonly calls: Client;
  /** Submits a task that has an id, alone or in a batch; tries again what passes. */
  submit(submission: Submission & { readonly taskId: string }): Promise<Task>;
  /** Aborts when the client is closed: every call is to end by it. */
  readonly closed: AbortSignal;
  close(): void;
}

/** Opens it. Everything that speaks gRPC hangs on this module, which is loaded only where there is a client. */
export function connectClient(options: ChannelOptions, timeoutMs: number = CALL_MS): ConnectedClient {
  const channel = openChannel(options);
  const retries = createRetries();
  const end = new AbortController();
  const signal = end.signal;
  const { requestSerialize } = loadApi().TaskService.service.SubmitTask;
  const sendOne = (request: SubmitTaskRequest) => sendTask(channel, request, { timeoutMs, signal });
  const batcher = new SubmitBatcher<SubmitTaskRequest, Task>({
    sendOne,
    async sendMany(requests) {
      const outcomes = await sendTasks(channel, [...requests], { timeoutMs, retries, signal });
      return outcomes.map((outcome, index) =>
        outcome.ok
          ? { ok: true, answer: outcome.task }
          : { ok: false, error: outsideBatch(outcome.error, index) },
      );
    },
    sizeOf: (request) => requestSerialize(request).length,
    after(ms, run) {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
  });
  return {
    calls: clientOf(channel, { timeoutMs, retries, isPatient: true }),
    closed: signal,
    submit(submission) {
      signal.throwIfAborted();
      const request = writeSubmission(submission);
      let isFirst = true;
      // Of a batch that went well one task may be refused for a reason that passes, such as a full queue.
      const attempt = (leftMs: number) => {
        // A batch has one trace context: a task that belongs to a trace goes by itself.
        const answer = activeTraceparent() === undefined ? batcher.add(request) : sendOne(request);
        if (!isFirst) return within(answer, leftMs);
        isFirst = false;
        return answer;
      };
      return retries.run(attempt, { timeoutMs, signal });
    },
    close() {
      end.abort(new DOMException("this client is closed", "AbortError"));
      channel.close();
    },
  };
}

/** A batch has a deadline of its own, which is later than that of a task that comes to it late. */
async function within<T>(answer: Promise<T>, ms: number): Promise<T> {
  const late = new ApiError(DEADLINE_EXCEEDED, "the time for this call has passed");
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(reject, ms, late);
  });
  try {
    return await Promise.race([answer, limit]);
  } finally {
    clearTimeout(timer);
  }
}

const DEADLINE_EXCEEDED = 4;

/** The error as a call for this task alone would have had it: that it went in a batch is nobody's business. */
function outsideBatch(
  { code, message, reason, metadata, violations, retryAfterMs }: ApiError,
  index: number,
): ApiError {
  const prefix = `tasks[${index}].`;
  const bare = (text: string) => (text.startsWith(prefix) ? text.slice(prefix.length) : text);
  return new ApiError(code, bare(message), {
    ...(reason !== undefined && { reason }),
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, bare(value)])),
    violations: violations.map(({ field, description }) => ({ field: bare(field), description })),
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  });
}
