import { parseArgs } from "node:util";
import { deploy } from "./deployment.ts";
import { cpuReport, machine, standardReport, strictReport } from "./report.ts";
import { type Round, type Sizes, standardRound, strictRound } from "./rounds.ts";

// `npm run bench`: all figures in one run, raw JetStream beside ours in every round, medians of the rounds.
// Options: --rounds 3, --only standard|strict, --quick (a smoke test with small numbers).

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    only: { type: "string" },
    quick: { type: "boolean", default: false },
  },
});

const FULL: Sizes = { raw: 100_000, single: 10_000, small: 5_000, large: 100_000, pickups: 300 };
const QUICK: Sizes = { raw: 10_000, single: 1_000, small: 5_000, large: 10_000, pickups: 50 };
const sizes = values.quick ? QUICK : FULL;

console.log(`${machine()}\n`);
if (values.only !== "strict") {
  const rounds = await run("standard", standardRound);
  console.log(`\n### standard\n\n${standardReport(rounds)}\n\n${cpuReport(rounds)}\n`);
}
if (values.only !== "standard") {
  const rounds = await run("strict", strictRound);
  console.log(`\n### strict\n\n${strictReport(rounds)}\n\n${cpuReport(rounds)}\n`);
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
