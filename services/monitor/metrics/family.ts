/** The labels of one series, in the order in which they are written. */
export type Labels = Readonly<Record<string, string>>;

/** One number. */
export interface Point {
  readonly labels: Labels;
  readonly value: number;
}

/** A trace that shows what a bucket stands for. */
export interface Exemplar {
  readonly traceId: string;
  readonly value: number;
  /** In milliseconds since 1970. */
  readonly atMs: number;
}

/** How often something took how long. */
export interface Distribution {
  readonly labels: Labels;
  /** How many fell into each bucket, not added up; one more than there are bounds. */
  readonly counts: readonly number[];
  readonly sum: number;
  /** By bucket, as far as there is one. */
  readonly exemplars?: ReadonlyMap<number, Exemplar>;
}

/**
 * All series of one name. Names are those of Prometheus without the suffix `_total` of counters; the unit is their last word
 * (https://prometheus.io/docs/practices/naming/).
 */
export type Family =
  | {
      readonly kind: "counter" | "gauge";
      readonly name: string;
      readonly help: string;
      readonly points: readonly Point[];
    }
  | {
      readonly kind: "histogram";
      readonly name: string;
      readonly help: string;
      /** The upper bounds of the buckets but the last, which has none. */
      readonly bounds: readonly number[];
      readonly distributions: readonly Distribution[];
    };
