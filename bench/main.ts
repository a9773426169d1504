import { parseArgs } from "node:util";
import { cancelRound } from "./cancels.ts";
import { delayRound } from "./delays.ts";
import { deploy } from "./deployment.ts";
import {
  cancelReport,
  cpuReport,
  delayReport,
  machine,
  poolReport,
  standardReport,
  strictReport,
} from "./report.ts";
import { poolRound, type Round, type Sizes, standardRound, strictRound } from "./rounds.ts";

// `npm run bench`: all figures in one run, raw JetStream beside ours in every round, medians of the rounds.
// Options: --rounds 3, --only standard|strict|pools|delays|cancels, --quick (a smoke test with small numbers).

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});

const FULL: Sizes = { raw: 100_000, single: 10_000, small: 5_000, large: 100_000, pickups: 300, busy: 120 };
const QUICK: Sizes = { raw: 10_000, single: 1_000, small: 5_000, large: 10_000, pickups: 50, busy: 40 };
const sizes = values.quick ? QUICK : FULL;

console.log(`${machine()}\n`);
const wanted = (name: string) => values.only === undefined || values.only === name;

if (wanted("standard")) {
  const rounds = await run("standard", standardRound);
  console.log(`\n### standard\n\n${standardReport(rounds)}\n\n${cpuReport(rounds)}\n`);
}
if (wanted("strict")) {
  const rounds = await run("strict", strictRound);
  console.log(`\n### strict\n\n${strictReport(rounds)}\n\n${cpuReport(rounds)}\n`);
}
if (wanted("pools")) {
  const rounds = await run("standard", poolRound);
  console.log(`\n### pools\n\n${poolReport(rounds)}\n\n${cpuReport(rounds)}\n`);
}

if (wanted("delays")) {
  const sizes = values.quick ? { delayed: 5_000, idleMs: 5_000 } : { delayed: 100_000, idleMs: 20_000 };
  const rounds = await run("standard", (deployment) => delayRound(deployment, sizes));
  console.log(`\n### delays\n\n${delayReport(rounds)}\n`);
}
if (wanted("cancels")) {
  const rounds = await run("standard", (deployment) => cancelRound(deployment, values.quick ? 100 : 1_000));
  console.log(`\n### cancels\n\n${cancelReport(rounds)}\n`);
}

async function run(durability: "standard" | "strict", round: typeof standardRound): Promise<Round[]> {
  const rounds: Round[] = [];
  for (let i = 1; i <= Number(values.rounds); i++) {
    const startedAt = performance.now();
    const deployment = await deploy(durability);
    rounds.push(await round(deployment, sizes));
    await deployment.stop();
    console.error(
      `${durability}: round ${i} of ${values.rounds} took ${((performance.now() - startedAt) / 1000).toFixed(0)} s`,
    );
  }
  return rounds;
}
