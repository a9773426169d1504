import { onTestFinished } from "vitest";
import { LongshoreError } from "../../core/error.ts";
import type { SubmitTaskRequest__Output } from "../../proto/gen/longshore/v1/SubmitTaskRequest.ts";
import { createTaskClient, type TaskClientOptions } from "../../sdk/task-client.ts";
import { toServiceError } from "../../services/gateway/grpc/status.ts";
import { type FakeMethods, fakeTask, startFakeGateway } from "./fake-gateway.ts";

/** A client for callers of these gateways; it is closed when the test has finished. */
export function clientAt(url: string | readonly string[], options: TaskClientOptions = {}) {
  const client = createTaskClient({ url, apiKey: "secret", ...options });
  onTestFinished(() => client.close());
  return client;
}

/** A client for callers, and the gateway that answers it with these methods. */
export async function clientOf(methods: FakeMethods, options?: TaskClientOptions) {
  const gateway = await startFakeGateway(methods);
  return { gateway, client: clientAt(gateway.address, options) };
}

/** What the gateway says of an error of ours. */
export const refusal = (...args: ConstructorParameters<typeof LongshoreError>) =>
  toServiceError(new LongshoreError(...args), () => "id");

/** The task that a submission becomes. */
export const accepted = ({ taskId, type }: SubmitTaskRequest__Output) =>
  fakeTask({ taskId, type, state: "QUEUED" });

/** What ids of the client's own look like. */
export const UUID_V7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
