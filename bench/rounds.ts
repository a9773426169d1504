import { connectNats } from "../jetstream/connection.ts";
import type { Deployment } from "./deployment.ts";
import { rawBatches, rawConsume, rawPublish, resetRawStream } from "./raw-jetstream.ts";
import { rawPickup } from "./raw-pickup.ts";
import {
  type CpuPerTask,
  endToEnd,
  LASTING,
  pickup,
  runBusy,
  submitBatches,
  submitSingle,
} from "./scenarios.ts";
import { quantile } from "./statistics.ts";

/** What one round measured: figures by name, and CPU time by scenario. */
export interface Round {
  readonly figures: Readonly<Record<string, number>>;
  readonly cpu: Readonly<Record<string, CpuPerTask>>;
}

export interface Sizes {
  readonly raw: number;
  readonly single: number;
  readonly small: number;
  readonly large: number;
  readonly pickups: number;
  readonly busy: number;
}

/** As long as the record of a no-op task. */
const BODY = new TextEncoder().encode(JSON.stringify({ filler: "x".repeat(600) }));
const PICKUP_EVERY_MS = 20;

/** Everything once against `standard` durability. Raw figures are taken in the same round, on the same server. */
export async function standardRound(deployment: Deployment, sizes: Sizes): Promise<Round> {
  const { connection } = deployment;
  await resetRawStream(connection);
  await rawPublish(connection, sizes.raw / 5, BODY);
  await rawConsume(connection, sizes.raw / 5);
  const rawPublished = await rawPublish(connection, sizes.raw, BODY);
  const rawConsumed = await rawConsume(connection, sizes.raw);

  const single = await submitSingle(deployment, sizes.single);
  await drainSingles(deployment);
  const eagerSmall = await endToEnd(deployment, sizes.small, "eager");
  const eagerLarge = await endToEnd(deployment, sizes.large, "eager");
  const lazySmall = await endToEnd(deployment, sizes.small, "lazy");
  const lazyLarge = await endToEnd(deployment, sizes.large, "lazy");

  const waits = await pickup(deployment, sizes.pickups, PICKUP_EVERY_MS);
  const lazyWaits = await pickup(deployment, sizes.pickups, PICKUP_EVERY_MS, "lazy");
  const second = await connectNats({ url: connection.nc.getServer(), name: "bench consumer" });
  const rawWaits = await rawPickup(connection, second, sizes.pickups, PICKUP_EVERY_MS);
  await second.close();

  return {
    figures: {
      rawPublish: rawPublished,
      rawConsume: rawConsumed,
      rawBoth: 1 / (1 / rawPublished + 1 / rawConsumed),
      submitSingle: single.perSecond,
      submitBatch: eagerLarge.submit.perSecond,
      eagerSmallRun: eagerSmall.run.perSecond,
      eagerLargeRun: eagerLarge.run.perSecond,
      eagerBoth: eagerLarge.bothPerSecond,
      lazySmallRun: lazySmall.run.perSecond,
      lazyLargeRun: lazyLarge.run.perSecond,
      lazyBoth: lazyLarge.bothPerSecond,
      pickupP50: quantile(waits, 0.5),
      pickupP99: quantile(waits, 0.99),
      lazyPickupP50: quantile(lazyWaits, 0.5),
      lazyPickupP99: quantile(lazyWaits, 0.99),
      rawPickupP50: quantile(rawWaits, 0.5),
      rawPickupP99: quantile(rawWaits, 0.99),
    },
    cpu: {
      "SubmitTask, 64 in flight": single.cpu,
      "SubmitTasks by 1,000": eagerLarge.submit.cpu,
      "run, eager start": eagerLarge.run.cpu,
      "run, lazy start": lazyLarge.run.cpu,
    },
  };
}

/** The tasks of `submitSingle` are out of the way before the next scenario begins. */
async function drainSingles(deployment: Deployment): Promise<void> {
  const worker = await deployment.startWorker();
  while ((await deployment.waiting()) > 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await worker.stop();
}

/** The same for `strict`, where group commit is what counts. */
export async function strictRound(deployment: Deployment, sizes: Sizes): Promise<Round> {
  const { connection } = deployment;
  await resetRawStream(connection);
  const rawSynced = await rawPublish(connection, sizes.raw / 10, BODY);
  const rawBatched = await rawBatches(connection, sizes.raw, BODY);
  await submitBatches(deployment, 5_000, "eager");
  await drainSingles(deployment);
  // Group commit lives on what is in flight: the most slots that an inline pool may have.
  const eager = await endToEnd(deployment, sizes.large / 2, "eager", ["--inline-concurrency", "1000"]);
  return {
    figures: {
      rawSynced,
      rawBatched,
      submitBatch: eager.submit.perSecond,
      eagerRun: eager.run.perSecond,
      eagerBoth: eager.bothPerSecond,
      // A task is three writes: taken in, started, ended.
      syncedAllows: rawSynced / 3,
    },
    cpu: { "SubmitTasks by 1,000": eager.submit.cpu, "run, eager start": eager.run.cpu },
  };
}

const BUSY_MS = 250;

/** The pools of a worker side by side: no-ops in four children and inline, and what recycling costs. */
export async function poolRound(deployment: Deployment, sizes: Sizes): Promise<Round> {
  const inline = await endToEnd(deployment, sizes.small, "eager");
  const prefork = await endToEnd(deployment, sizes.small, "prefork", LASTING);
  const inlineWaits = await pickup(deployment, sizes.pickups, PICKUP_EVERY_MS, "eager");
  const preforkWaits = await pickup(deployment, sizes.pickups, PICKUP_EVERY_MS, "prefork");
  const lasting = await runBusy(deployment, sizes.busy, BUSY_MS, LASTING);
  const recycled = await runBusy(deployment, sizes.busy, BUSY_MS, ["--max-tasks-per-child", "10"]);
  return {
    figures: {
      inlineRun: inline.run.perSecond,
      preforkRun: prefork.run.perSecond,
      inlinePickupP50: quantile(inlineWaits, 0.5),
      preforkPickupP50: quantile(preforkWaits, 0.5),
      lasting,
      recycled,
    },
    cpu: { "run, inline": inline.run.cpu, "run, prefork": prefork.run.cpu },
  };
}
