import type { Deployment } from "./deployment.ts";
import { measureLag, measureShare } from "./index-load.ts";
import { measureIndex } from "./index-size.ts";
import type { Round } from "./rounds.ts";

export interface IndexSizes {
  /** How many made-up tasks the index holds. */
  readonly tasks: number;
  /** How long it is fed with 5,000 a second. */
  readonly seconds: number;
  /** How many real tasks are run. */
  readonly ran: number;
}

/** What the monitor's index can take in and answer, how far behind it falls, and what of the CPU it takes. */
export async function indexRound(deployment: Deployment, sizes: IndexSizes): Promise<Round> {
  const share = await measureShare(deployment, sizes.ran);
  const lag = await measureLag(deployment, sizes.seconds);
  return { figures: { ...measureIndex(sizes.tasks), ...lag, ...share }, cpu: {} };
}
