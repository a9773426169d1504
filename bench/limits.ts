import { changeLimits, type SetLimits } from "../core/limits.ts";
import { writeApiKey } from "../jetstream/api-keys.ts";
import { changeProject } from "../jetstream/projects.ts";
import { generateApiKey } from "../runtime/api-key-hash.ts";
import { costOfAdmission } from "./admission-cost.ts";
import { type BareClient, bareClient } from "./bare-client.ts";
import type { Deployment } from "./deployment.ts";
import type { Round } from "./rounds.ts";
import { measure, submitSingle, UNARY_IN_FLIGHT } from "./scenarios.ts";
import { quantile } from "./statistics.ts";

export interface LimitSizes {
  /** How long each figure is measured, in milliseconds. */
  readonly ms: number;
  readonly single: number;
}

/** The limit that two gateways keep together is this part of what they can do: they must be asked for more. */
const SHARED_PART = 0.25;
/** Calls in flight at each gateway that is asked for more than that. */
const LANES = 16;
/** The hot project asks for ten times its limit: for this part of what the gateway can do. */
const HOT_PART = 0.3;
const QUIET_PER_SECOND = 20;
/** Calls under overload bring so many tasks: one client can ask for more than a gateway can do. */
const BATCH = 100;
const TASK = { type: "noop_eager" };

/** What limits cost, how exactly two gateways keep one, whom a hot project harms, and what overload does to what is let in. */
export async function limitsRound(deployment: Deployment, sizes: LimitSizes): Promise<Round> {
  await submitSingle(deployment, sizes.single);
  const single = await submitSingle(deployment, sizes.single);
  const admissionMicros = costOfAdmission();
  const shared = await sharedLimit(deployment, sizes.ms);
  const fairness = await hotProject(deployment, single.perSecond, sizes.ms);
  const overload = await overloaded(deployment, sizes.ms);
  return {
    figures: {
      admissionMicros,
      submitMicros: single.cpu.gateway ?? Number.NaN,
      ...shared,
      ...fairness,
      ...overload,
    },
    cpu: {},
  };
}

/** How much of what two gateways may let in together they did let in: both busy, and one of them only. 1 is exact. */
async function sharedLimit(deployment: Deployment, ms: number) {
  const second = await deployment.startGateway();
  const free = await newProject(deployment, "free", {});
  await atOnce([deployment.url, second.url], free, ms);
  const canDo = ((await atOnce([second.url], free, ms)) * 1_000) / ms;
  const requestsPerSecond = Math.ceil(canDo * SHARED_PART);
  const limit = { requestsPerSecond, requestBurst: Math.ceil(requestsPerSecond / 10) };
  const bothBusy = await newProject(deployment, "shared", limit);
  const oneBusy = await newProject(deployment, "alone", limit);
  const allowed = limit.requestBurst + (requestsPerSecond * ms) / 1_000;
  const both = await atOnce([deployment.url, second.url], bothBusy, ms);
  const one = await atOnce([second.url], oneBusy, ms);
  await second.stop();
  return { sharedBoth: both / allowed, sharedOne: one / allowed };
}

/** How many calls several gateways let in, each asked without a pause. */
async function atOnce(urls: readonly string[], apiKey: string, ms: number): Promise<number> {
  const clients = urls.map((url) => bareClient(url, apiKey));
  const until = performance.now() + ms;
  let passed = 0;
  const lane = async (client: BareClient) => {
    while (performance.now() < until) if (await passes(client.submit(TASK))) passed++;
  };
  await Promise.all(clients.flatMap((client) => Array.from({ length: LANES }, () => lane(client))));
  for (const client of clients) client.close();
  return passed;
}

/** How long submits of a quiet project take, alone and beside one that asks for ten times what it may have. p99, milliseconds. */
async function hotProject(deployment: Deployment, canDo: number, ms: number) {
  const hotRate = canDo * HOT_PART;
  const limit = { requestsPerSecond: hotRate / 10, requestBurst: Math.ceil(hotRate / 10) };

  const quiet = bareClient(deployment.url, await newProject(deployment, "quiet", {}));
  const hot = bareClient(deployment.url, await newProject(deployment, "hot", limit));
  const count = (QUIET_PER_SECOND * ms) / 1_000;
  const submit = () => quiet.submit(TASK);
  await openLoop(count, QUIET_PER_SECOND, submit);
  const alone = await openLoop(count, QUIET_PER_SECOND, submit);
  const [beside] = await Promise.all([
    openLoop(count, QUIET_PER_SECOND, submit),
    openLoop((hotRate * ms) / 1_000, hotRate, () => hot.submit(TASK)),
  ]);
  quiet.close();
  hot.close();
  return { quietAlone: quantile(alone.accepted, 0.99), quietBeside: quantile(beside.accepted, 0.99) };
}

/** Calls at half of what a gateway can do, and at three times that. */
async function overloaded(deployment: Deployment, ms: number) {
  const client = bareClient(deployment.url, deployment.apiKey);
  const tasks = Array.from({ length: BATCH }, () => TASK);
  const call = () => client.submitMany(tasks);
  const warm = await measure(deployment, 20_000, UNARY_IN_FLIGHT / 8, BATCH, call);
  const perSecond = warm.perSecond / BATCH;
  const at = (load: number) => openLoop((perSecond * load * ms) / 1_000, perSecond * load, call);
  await at(0.5);
  const half = await at(0.5);
  const triple = await at(3);
  client.close();
  const goodput = (triple.accepted.length * 1_000) / triple.ms;
  return {
    halfP99: quantile(half.accepted, 0.99),
    tripleP99: quantile(triple.accepted, 0.99),
    tripleRefused: triple.refused.length / (triple.refused.length + triple.accepted.length),
    refusedP99: quantile(triple.refused, 0.99),
    goodput: goodput / perSecond,
  };
}

interface Load {
  /** How long each call took from when it was due, in milliseconds, of those that were let in and those that were not. */
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  readonly ms: number;
}

/** Begins calls at a steady rate, however long those before take: an open loop does not slow down with the server. */
async function openLoop(count: number, perSecond: number, call: () => Promise<unknown>): Promise<Load> {
  const accepted: number[] = [];
  const refused: number[] = [];
  const under: Promise<void>[] = [];
  const startsAt = performance.now();
  for (let i = 0; i < count; i++) {
    const dueAt = startsAt + (i * 1_000) / perSecond;
    for (let left = dueAt - performance.now(); left > 0; left = dueAt - performance.now())
      await new Promise((resolve) => setTimeout(resolve, left));
    under.push(passes(call()).then((ok) => void (ok ? accepted : refused).push(performance.now() - dueAt)));
    // Answers are read between calls also when the next ones are due already.
    if (i % 16 === 15) await new Promise((resolve) => setImmediate(resolve));
  }
  await Promise.all(under);
  return { accepted, refused, ms: performance.now() - startsAt };
}

/** Whether a call was let in. Whatever else goes wrong is an error. */
async function passes(call: Promise<unknown>): Promise<boolean> {
  try {
    await call;
    return true;
  } catch (error) {
    const { reason } = error as { readonly reason?: string };
    if (reason === "REQUEST_RATE_EXCEEDED" || reason === "OVERLOADED") return false;
    throw error;
  }
}

/** A project with limits of its own, and a key to it that the gateways know. */
async function newProject(
  { connection, url }: Deployment,
  project: string,
  limits: SetLimits,
): Promise<string> {
  await changeProject(connection, project, (before) => ({
    ...before,
    limits: changeLimits(before.limits, limits),
  }));
  const { id, text, stored } = generateApiKey({ project, role: "submitter" }, new Date());
  await writeApiKey(connection, id, stored);
  const client = bareClient(url, text);
  for (;;) {
    const isKnown = await client.submit(TASK).then(
      () => true,
      () => false,
    );
    if (isKnown) break;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  client.close();
  return text;
}
