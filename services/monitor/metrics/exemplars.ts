import type { TaskRecord } from "../../../core/task.ts";
import { bucketOfTally, type DurationName, durationOfTally, newTallies } from "../index/tally.ts";
import type { Exemplar } from "./family.ts";

/** So many series may have exemplars; those that have been silent longest are forgotten. */
const MAX_SERIES = 1_000;

/** The last trace that fell into each bucket of each duration, so that a spike on a graph leads to a task. */
export class Exemplars {
  readonly #bySeries = new Map<string, Map<number, Exemplar>>();

  /** Notes what the newest event of a record took. */
  note(record: TaskRecord): void {
    const { traceId, project, queue, type } = record;
    for (const { name, atMs, seconds } of newTallies(record, record.timeline.length - 1)) {
      const duration = durationOfTally(name);
      if (duration === undefined) continue;
      const key = `${duration} ${project} ${queue} ${type}`;
      const series = this.#bySeries.get(key) ?? new Map<number, Exemplar>();
      series.set(bucketOfTally(name), { traceId, value: seconds, atMs });
      this.#bySeries.delete(key);
      this.#bySeries.set(key, series);
      if (this.#bySeries.size > MAX_SERIES) this.#bySeries.delete(this.#bySeries.keys().next().value ?? "");
    }
  }

  /** Those of one series, by bucket. `labels` are project, queue and type, parted by spaces. */
  of(duration: DurationName, labels: string): ReadonlyMap<number, Exemplar> {
    return this.#bySeries.get(`${duration} ${labels}`) ?? new Map();
  }
}
