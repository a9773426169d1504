import * as grpc from "@grpc/grpc-js";
import type { AdminServiceClient } from "../proto/gen/longshore/v1/AdminService.ts";
import type { QueueServiceClient } from "../proto/gen/longshore/v1/QueueService.ts";
import type { ScheduleServiceClient } from "../proto/gen/longshore/v1/ScheduleService.ts";
import type { TaskServiceClient } from "../proto/gen/longshore/v1/TaskService.ts";
import { loadApi } from "../proto/load.ts";
import { apiErrorFrom } from "./api-error.ts";

/** Where a gateway is, and who asks. */
export interface ChannelOptions {
  /** `http://127.0.0.1:7420` or `127.0.0.1:7420`; with `https://` the connection is encrypted. */
  readonly url: string;
  /** Names the project. Without one the gateway refuses every call. */
  readonly apiKey?: string | undefined;
}

/** The stubs of the API over one connection, and what every call carries. */
export interface Channel {
  readonly tasks: TaskServiceClient;
  readonly admin: AdminServiceClient;
  readonly queues: QueueServiceClient;
  readonly schedules: ScheduleServiceClient;
  /** A new object for each call: gRPC adds to it. */
  metadata(): grpc.Metadata;
  close(): void;
}

export interface CallSettings {
  /** When the call is given up with DEADLINE_EXCEEDED, in milliseconds from now. */
  readonly timeoutMs: number;
  /** Ends the call: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The largest answer that is read, in bytes: a batch of 1,000 tasks in view BASIC with long timelines. */
const MAX_ANSWER_BYTES = 32 * 1024 ** 2;

/**
 * Opens a channel. Connects with the first call, and again by itself after a loss; the pauses are short because a
 * gateway that restarts is back within seconds. Throws TypeError for an address that cannot be one.
 */
export function openChannel({ url, apiKey }: ChannelOptions): Channel {
  const { target, isEncrypted, isLocal } = parseUrl(url);
  const credentials = isEncrypted ? grpc.credentials.createSsl() : grpc.credentials.createInsecure();
  const options: grpc.ChannelOptions = {
    "grpc.initial_reconnect_backoff_ms": 250,
    "grpc.min_reconnect_backoff_ms": 250,
    "grpc.max_reconnect_backoff_ms": 5_000,
    "grpc.keepalive_time_ms": 30_000,
    "grpc.keepalive_timeout_ms": 10_000,
    "grpc.max_receive_message_length": MAX_ANSWER_BYTES,
    // No proxy leads to this machine, whatever `http_proxy` says.
    "grpc.enable_http_proxy": isLocal ? 0 : 1,
  };
  const { TaskService, AdminService, QueueService, ScheduleService } = loadApi();
  const tasks = new TaskService(target, credentials, options);
  const sameChannel = { ...options, channelOverride: tasks.getChannel() };
  const admin = new AdminService(target, credentials, sameChannel);
  const queues = new QueueService(target, credentials, sameChannel);
  const schedules = new ScheduleService(target, credentials, sameChannel);
  return {
    tasks,
    admin,
    queues,
    schedules,
    metadata() {
      const metadata = new grpc.Metadata();
      if (apiKey !== undefined) metadata.set("x-api-key", apiKey);
      return metadata;
    },
    // Closes the one connection that all stubs use.
    close: () => tasks.close(),
  };
}

/** One call with one answer. Rejects with an ApiError, or with the reason of the signal. */
export function call<Answer>(
  start: (options: grpc.CallOptions, done: grpc.requestCallback<Answer>) => grpc.ClientUnaryCall,
  { timeoutMs, signal }: CallSettings,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => running.cancel();
    const running = start({ deadline: Date.now() + timeoutMs }, (error, answer) => {
      signal?.removeEventListener("abort", abort);
      if (signal?.aborted) reject(signal.reason);
      else if (error !== null) reject(apiErrorFrom(error));
      else if (answer === undefined) reject(new TypeError("gRPC gave neither an answer nor an error"));
      else resolve(answer);
    });
    signal?.addEventListener("abort", abort, { once: true });
  });
}

function parseUrl(text: string): { target: string; isEncrypted: boolean; isLocal: boolean } {
  const url = URL.parse(/^\w+:\/\//.test(text) ? text : `http://${text}`);
  const isPlain = url !== null && url.pathname === "/" && url.search === "" && url.username === "";
  if (!isPlain || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw new TypeError(
      `${JSON.stringify(text)} is no address of a gateway: write it as http://127.0.0.1:7420`,
    );
  }
  const isEncrypted = url.protocol === "https:";
  const port = url.port === "" ? (isEncrypted ? 443 : 80) : Number(url.port);
  const isLocal = /^(localhost|127\..*|\[::1\])$/.test(url.hostname);
  return { target: `${url.hostname}:${port}`, isEncrypted, isLocal };
}
