import { changeLimits, type SetLimits } from "../core/limits.ts";
import { writeApiKey } from "../jetstream/api-keys.ts";
import { changeProject } from "../jetstream/projects.ts";
import { generateApiKey } from "../runtime/api-key-hash.ts";
import { costOfAdmission } from "./admission-cost.ts";
import { type BareClient, bareClient } from "./bare-client.ts";
import type { Deployment } from "./deployment.ts";
import type { LoadReport } from "./load-client.ts";
import { load } from "./load-process.ts";
import type { Round } from "./rounds.ts";
import { measure, submitSingle, UNARY_IN_FLIGHT } from "./scenarios.ts";
import { median } from "./statistics.ts";

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
/** Each load is measured so often, and the median counts. */
const TURNS = 3;
/** A project asks for too much for so long before it is measured what that does to others, in milliseconds. */
const SETTLE_MS = 1_000;
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

/**
 * How long submits of a quiet project take, alone and beside one that asks for ten times what it may have: in turns, since how
 * fast a machine is changes. p99, milliseconds.
 */
async function hotProject(deployment: Deployment, canDo: number, ms: number) {
  const { url } = deployment;
  const hotRate = canDo * HOT_PART;
  const limit = { requestsPerSecond: hotRate / 10, requestBurst: Math.ceil(hotRate / 10) };
  const quiet = await newProject(deployment, "quiet", {});
  const hot = await newProject(deployment, "hot", limit);
  const ofQuiet = { url, apiKey: quiet, batch: 1, perSecond: QUIET_PER_SECOND, ms };
  const ofHot = { url, apiKey: hot, batch: 1, perSecond: hotRate, ms: ms + SETTLE_MS };
  const alone: number[] = [];
  const beside: number[] = [];
  const late: number[] = [];
  for (let i = 0; i < TURNS; i++) {
    alone.push((await load(ofQuiet)).acceptedP99);
    const asked = load(ofHot);
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
    const report = await load({ ...ofQuiet, ms: ms / 2 });
    beside.push(report.acceptedP99);
    late.push(report.lateP99);
    await asked;
  }
  return { quietAlone: median(alone), quietBeside: median(beside), quietLate: median(late) };
}

/** Calls at half of what a gateway can do, and at three times that, in turns. */
async function overloaded(deployment: Deployment, ms: number) {
  const { url, apiKey } = deployment;
  const client = bareClient(url, apiKey);
  const tasks = Array.from({ length: BATCH }, () => TASK);
  const warm = await measure(deployment, 20_000, UNARY_IN_FLIGHT / 8, BATCH, () => client.submitMany(tasks));
  client.close();
  const perSecond = warm.perSecond / BATCH;
  const at = (part: number) => load({ url, apiKey, batch: BATCH, perSecond: perSecond * part, ms });
  const halves: LoadReport[] = [];
  const triples: LoadReport[] = [];
  for (let i = 0; i < TURNS; i++) {
    halves.push(await at(0.5));
    triples.push(await at(3));
  }
  const of = (reports: readonly LoadReport[], figure: (report: LoadReport) => number) =>
    median(reports.map(figure));
  return {
    halfP99: of(halves, ({ acceptedP99 }) => acceptedP99),
    halfLate: of(halves, ({ lateP99 }) => lateP99),
    tripleP99: of(triples, ({ acceptedP99 }) => acceptedP99),
    tripleLate: of(triples, ({ lateP99 }) => lateP99),
    tripleRefused: of(triples, ({ refused, accepted }) => refused / (refused + accepted)),
    refusedP99: of(triples, ({ refusedP99 }) => refusedP99),
    goodput: of(triples, ({ accepted, ms }) => (accepted * 1_000) / ms / perSecond),
  };
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
