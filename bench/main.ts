import { parseArgs } from "node:util";
import { cancelRound } from "./cancels.ts";
import { delayRound } from "./delays.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { indexReport } from "./index-report.ts";
import { indexRound } from "./index-round.ts";
import { limitsRound } from "./limits.ts";
import {
  cancelReport,
  cpuReport,
  delayReport,
  limitsReport,
  machine,
  poolReport,
  sdkReport,
  standardReport,
  strictReport,
} from "./report.ts";
import { poolRound, type Round, type Sizes, standardRound, strictRound } from "./rounds.ts";
import { sdkRound } from "./sdk.ts";

// `npm run bench`: all figures in one run, raw JetStream beside ours in every round, medians of the rounds.
// Options: --rounds for all sections, --only one of the sections below, --quick (a smoke test with small numbers).

const { values } = parseArgs({
  options: {
    rounds: { type: "string" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});

const FULL: Sizes = { raw: 100_000, single: 10_000, small: 5_000, large: 100_000, pickups: 300, busy: 120 };
const QUICK: Sizes = { raw: 10_000, single: 1_000, small: 5_000, large: 10_000, pickups: 50, busy: 40 };
const sizes = values.quick ? QUICK : FULL;
const delaySizes = values.quick ? { delayed: 5_000, idleMs: 5_000 } : { delayed: 100_000, idleMs: 20_000 };
const limitSizes = values.quick ? { ms: 3_000, single: 2_000 } : { ms: 5_000, single: 10_000 };
const indexSizes = values.quick
  ? { tasks: 100_000, seconds: 5, ran: 5_000 }
  : { tasks: 1_000_000, seconds: 20, ran: 50_000 };
const cancels = values.quick ? 100 : 1_000;

/** A part of the report: a deployment of its own each round, and what is told of all rounds. */
interface Section {
  /** Unless the command line says otherwise. One is enough where a round takes long and measures thousands of tasks. */
  readonly rounds: number;
  readonly durability: "standard" | "strict";
  readonly round: (deployment: Deployment) => Promise<Round>;
  readonly report: (rounds: readonly Round[]) => string;
}

const withCpu = (report: Section["report"]) => (rounds: readonly Round[]) =>
  `${report(rounds)}\n\n${cpuReport(rounds)}`;

const SECTIONS: Readonly<Record<string, Section>> = {
  standard: {
    rounds: 3,
    durability: "standard",
    round: (deployment) => standardRound(deployment, sizes),
    report: withCpu(standardReport),
  },
  strict: {
    rounds: 3,
    durability: "strict",
    round: (deployment) => strictRound(deployment, sizes),
    report: withCpu(strictReport),
  },
  pools: {
    rounds: 1,
    durability: "standard",
    round: (deployment) => poolRound(deployment, sizes),
    report: withCpu(poolReport),
  },
  delays: {
    rounds: 1,
    durability: "standard",
    round: (deployment) => delayRound(deployment, delaySizes),
    report: delayReport,
  },
  cancels: {
    rounds: 3,
    durability: "standard",
    round: (deployment) => cancelRound(deployment, cancels),
    report: cancelReport,
  },
  limits: {
    rounds: 3,
    durability: "standard",
    round: (deployment) => limitsRound(deployment, limitSizes),
    report: limitsReport,
  },
  index: {
    rounds: 1,
    durability: "standard",
    round: (deployment) => indexRound(deployment, indexSizes),
    report: indexReport,
  },
  sdk: {
    rounds: 3,
    durability: "standard",
    round: (deployment) => sdkRound(deployment, sizes.single),
    report: withCpu(sdkReport),
  },
};

const names = Object.keys(SECTIONS);
if (values.only !== undefined && !names.includes(values.only)) {
  console.error(`--only ${values.only}: there is ${names.join(", ")}`);
  process.exit(2);
}

console.log(`${machine()}\n`);
for (const [name, section] of Object.entries(SECTIONS)) {
  if (values.only !== undefined && values.only !== name) continue;
  console.log(`\n### ${name}\n\n${section.report(await run(name, section))}\n`);
}

async function run(name: string, { rounds: usual, durability, round }: Section): Promise<Round[]> {
  const count = Number(values.rounds ?? usual);
  const rounds: Round[] = [];
  for (let i = 1; i <= count; i++) {
    const startedAt = performance.now();
    const deployment = await deploy(durability);
    rounds.push(await round(deployment));
    await deployment.stop();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.error(`${name}: round ${i} of ${count} took ${seconds} s`);
  }
  return rounds;
}
