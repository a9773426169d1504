/** A process that asks a gateway at a steady rate and says how long its calls took: what a client costs is not the gateway's. */

import * as grpc from "@grpc/grpc-js";
import { loadApi } from "../proto/load.ts";
import { apiErrorFrom } from "../sdk/read-api-error.ts";
import { quantile } from "./statistics.ts";

/** What is asked for, of a process of its own. */
export interface LoadOrder {
  readonly url: string;
  readonly apiKey: string;
  /** Tasks in each call: 1 is `SubmitTask`, more is `SubmitTasks`. */
  readonly batch: number;
  readonly perSecond: number;
  readonly ms: number;
}

/** What came of it. Times are milliseconds from when a call was due to its answer. */
export interface LoadReport {
  readonly accepted: number;
  readonly refused: number;
  readonly acceptedP99: number;
  readonly refusedP99: number;
  /** How late calls were sent: the client's own doing. */
  readonly lateP99: number;
  /** From the first call to the last answer. */
  readonly ms: number;
}

const DEADLINE_MS = 20_000;
const TASK = { type: "noop_eager" };
/** What a gateway says to one who asks for too much. */
const REFUSALS = new Set(["REQUEST_RATE_EXCEEDED", "OVERLOADED"]);

process.on("message", (order: LoadOrder) => {
  openLoop(order).then(
    (report) => process.send?.({ report }),
    (error: unknown) => process.send?.({ problem: String(error) }),
  );
});

/** Begins calls at a steady rate, however long those before take: an open loop does not slow down with the server. */
async function openLoop({ url, apiKey, batch, perSecond, ms }: LoadOrder): Promise<LoadReport> {
  const call = caller(url, apiKey, batch);
  // What the first call of a connection takes is not asked for here.
  await call.send();
  const times = { accepted: [] as number[], refused: [] as number[], late: [] as number[] };
  const under: Promise<void>[] = [];
  const startsAt = performance.now();
  const count = Math.max(1, Math.round((perSecond * ms) / 1_000));
  for (let i = 0; i < count; i++) {
    const dueAt = startsAt + (i * 1_000) / perSecond;
    for (let left = dueAt - performance.now(); left > 0; left = dueAt - performance.now())
      await new Promise((resolve) => setTimeout(resolve, left));
    times.late.push(performance.now() - dueAt);
    under.push(
      call.send().then((ok) => void (ok ? times.accepted : times.refused).push(performance.now() - dueAt)),
    );
    // Answers are read between calls also when the next ones are due already.
    if (i % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(under);
  call.close();
  return {
    accepted: times.accepted.length,
    refused: times.refused.length,
    acceptedP99: quantile(times.accepted, 0.99),
    refusedP99: quantile(times.refused, 0.99),
    lateP99: quantile(times.late, 0.99),
    ms: performance.now() - startsAt,
  };
}

/** Sends the same request again and again, which is encoded once. Resolves with whether it was let in. */
function caller(url: string, apiKey: string, batch: number) {
  const { submitTask, submitTasks } = methods();
  const { path, bytes } =
    batch === 1
      ? { path: submitTask.path, bytes: submitTask.requestSerialize(TASK) }
      : {
          path: submitTasks.path,
          bytes: submitTasks.requestSerialize({ tasks: Array.from({ length: batch }, () => TASK) }),
        };
  const client = new grpc.Client(url, grpc.credentials.createInsecure(), {
    "grpc.use_local_subchannel_pool": 1,
    "grpc.enable_retries": 0,
  });
  const metadata = new grpc.Metadata();
  metadata.set("x-api-key", apiKey);
  const same = (value: Buffer) => value;
  return {
    send: () =>
      new Promise<boolean>((resolve, reject) => {
        const options = { deadline: Date.now() + DEADLINE_MS };
        client.makeUnaryRequest(path, same, same, bytes, metadata.clone(), options, (error) => {
          if (error === null) resolve(true);
          else if (REFUSALS.has(apiErrorFrom(error).reason ?? "")) resolve(false);
          else reject(error);
        });
      }),
    close: () => client.close(),
  };
}

function methods() {
  const { SubmitTask, SubmitTasks } = loadApi().TaskService.service;
  return { submitTask: SubmitTask, submitTasks: SubmitTasks };
}
