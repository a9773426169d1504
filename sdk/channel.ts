import * as grpc from "@grpc/grpc-js";
import { PAYLOAD_MAX_BYTES } from "../core/stored-object.ts";
import type { AdminServiceClient } from "../proto/gen/longshore/v1/AdminService.ts";
import type { AlertServiceClient } from "../proto/gen/longshore/v1/AlertService.ts";
import type { QueueServiceClient } from "../proto/gen/longshore/v1/QueueService.ts";
import type { ScheduleServiceClient } from "../proto/gen/longshore/v1/ScheduleService.ts";
import type { TaskServiceClient } from "../proto/gen/longshore/v1/TaskService.ts";
import type { WebhookServiceClient } from "../proto/gen/longshore/v1/WebhookService.ts";
import { loadApi } from "../proto/load.ts";
import { activeTraceparent } from "./active-trace.ts";
import { type GatewayAddress, readAddresses } from "./addresses.ts";
import { FailoverChannel } from "./failover-channel.ts";
import { apiErrorFrom } from "./read-api-error.ts";
import type { CallLimits, Retries } from "./retries.ts";
import { readTlsFiles, type TlsFiles } from "./tls-files.ts";

/** Where the gateways are, and who asks. */
export interface ChannelOptions {
  /**
   * `https://gateway.example:7420`, `http://127.0.0.1:7420`, or without the scheme: then the connection is encrypted unless it stays
   * on this machine. Several, in a list or with commas in between: calls go round among those that work.
   */
  readonly url: string | readonly string[];
  /** Names the project. Without one the gateway refuses every call. A function is asked before each call. */
  readonly apiKey?: string | (() => string) | undefined;
  /** For encrypted connections. */
  readonly tls?: TlsFiles | undefined;
}

/** The stubs of the API over the connections to all gateways, and what every call carries. */
export interface Channel {
  readonly tasks: TaskServiceClient;
  readonly admin: AdminServiceClient;
  readonly queues: QueueServiceClient;
  readonly schedules: ScheduleServiceClient;
  readonly alerts: AlertServiceClient;
  readonly webhooks: WebhookServiceClient;
  /** For calls that stay open: waits and streams. They have a connection of their own, so that no number of them holds up others. */
  readonly standing: TaskServiceClient;
  /** A new object for each call: gRPC adds to it. */
  metadata(): grpc.Metadata;
  close(): void;
}

/** The largest answer that is read, in bytes: a task with the largest payload and the largest result. */
const MAX_ANSWER_BYTES = 2 * PAYLOAD_MAX_BYTES + 16 * 1024 ** 2;

const OPTIONS: grpc.ChannelOptions = {
  // The pauses are short because a gateway that restarts is back within seconds.
  "grpc.initial_reconnect_backoff_ms": 250,
  "grpc.min_reconnect_backoff_ms": 250,
  "grpc.max_reconnect_backoff_ms": 5_000,
  "grpc.keepalive_time_ms": 30_000,
  "grpc.keepalive_timeout_ms": 10_000,
  "grpc.max_receive_message_length": MAX_ANSWER_BYTES,
};

/**
 * Opens a channel. Connects with the first call, and again by itself after a loss. Throws TypeError for an address that cannot
 * be one, and what the system says of a file that cannot be read.
 */
export function openChannel({ url, apiKey, tls }: ChannelOptions): Channel {
  const addresses = readAddresses(url);
  const { ca, key, cert } = readTlsFiles(tls);
  const encrypted = addresses.some(({ isEncrypted }) => isEncrypted)
    ? grpc.credentials.createSsl(ca, key, cert)
    : undefined;
  const open = (address: GatewayAddress) => openOne(address, encrypted);
  // Not all clients begin with the same gateway.
  const start = Math.floor(Math.random() * addresses.length);
  const quick = joined(addresses.map(open), start);
  const standing = joined(addresses.map(open), start);
  const { TaskService, AdminService, QueueService, ScheduleService, AlertService, WebhookService } =
    loadApi();
  const over = (channelOverride: grpc.ChannelInterface) =>
    [channelOverride.getTarget(), grpc.credentials.createInsecure(), { channelOverride }] as const;
  return {
    tasks: new TaskService(...over(quick)),
    admin: new AdminService(...over(quick)),
    queues: new QueueService(...over(quick)),
    schedules: new ScheduleService(...over(quick)),
    alerts: new AlertService(...over(quick)),
    webhooks: new WebhookService(...over(quick)),
    standing: new TaskService(...over(standing)),
    metadata() {
      const metadata = new grpc.Metadata();
      const key = typeof apiKey === "function" ? apiKey() : apiKey;
      if (key !== undefined) metadata.set("x-api-key", key);
      const traceparent = activeTraceparent();
      if (traceparent !== undefined) metadata.set("traceparent", traceparent);
      return metadata;
    },
    close() {
      quick.close();
      standing.close();
    },
  };
}

function openOne(
  { target, isLocal, isEncrypted }: GatewayAddress,
  encrypted: grpc.ChannelCredentials | undefined,
): grpc.ChannelInterface {
  const credentials = isEncrypted && encrypted ? encrypted : grpc.credentials.createInsecure();
  return new grpc.Channel(target, credentials, {
    ...OPTIONS,
    // Channels to the same gateway would share one connection.
    "grpc.use_local_subchannel_pool": 1,
    // No proxy leads to this machine, whatever `http_proxy` says.
    "grpc.enable_http_proxy": isLocal ? 0 : 1,
  });
}

function joined(channels: readonly grpc.ChannelInterface[], start: number): grpc.ChannelInterface {
  const [first, ...rest] = channels;
  if (first === undefined) throw new RangeError("a channel needs an address");
  return rest.length === 0 ? first : new FailoverChannel([first, ...rest], start);
}

/** How long a call may take and what ends it; with `retries` what passes is tried again. */
export interface CallSettings extends CallLimits {
  readonly retries?: Retries | undefined;
}

type Start<Answer> = (options: grpc.CallOptions, done: grpc.requestCallback<Answer>) => grpc.ClientUnaryCall;

/** One call with one answer. Rejects with an ApiError, or with the reason of the signal. */
export function call<Answer>(
  start: Start<Answer>,
  { timeoutMs, signal, retries }: CallSettings,
): Promise<Answer> {
  if (retries === undefined) return callOnce(start, timeoutMs, signal);
  return retries.run((leftMs) => callOnce(start, leftMs, signal), { timeoutMs, signal });
}

function callOnce<Answer>(
  start: Start<Answer>,
  timeoutMs: number,
  signal: AbortSignal | undefined,
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
