import type { Distribution, Family, Labels } from "./family.ts";

/** A form in which Prometheus reads metrics. */
export interface TextFormat {
  readonly contentType: string;
  readonly isOpenMetrics: boolean;
}

/** https://github.com/prometheus/OpenMetrics/blob/v1.0.0/specification/OpenMetrics.md */
export const OPEN_METRICS: TextFormat = {
  contentType: "application/openmetrics-text; version=1.0.0; charset=utf-8",
  isOpenMetrics: true,
};

/** https://prometheus.io/docs/instrumenting/exposition_formats/; has no exemplars. */
export const PLAIN_TEXT: TextFormat = {
  contentType: "text/plain; version=0.0.4; charset=utf-8",
  isOpenMetrics: false,
};

/** The form that a scraper asks for by its `Accept` header. */
export function chooseFormat(accept: string | undefined): TextFormat {
  return accept?.includes("application/openmetrics-text") === true ? OPEN_METRICS : PLAIN_TEXT;
}

/** Writes metrics as text. Families without a series are left out. */
export function writeMetrics(families: readonly Family[], format: TextFormat): string {
  const lines = families.flatMap((family) => familyLines(family, format));
  return `${[...lines, ...(format.isOpenMetrics ? ["# EOF"] : [])].join("\n")}\n`;
}

function familyLines(family: Family, format: TextFormat): readonly string[] {
  const { name, kind, help } = family;
  const samples =
    family.kind === "histogram"
      ? family.distributions.flatMap((each) => histogramLines(name, family.bounds, each, format))
      : family.points.map(
          ({ labels, value }) => `${sampleName(family)}${labelText(labels)} ${numberText(value)}`,
        );
  if (samples.length === 0) return [];
  // The plain form names a counter with its suffix; OpenMetrics names the family without it.
  const familyName = kind === "counter" && !format.isOpenMetrics ? `${name}_total` : name;
  return [`# HELP ${familyName} ${escapeHelp(help)}`, `# TYPE ${familyName} ${kind}`, ...samples];
}

function sampleName({ name, kind }: Family): string {
  return kind === "counter" ? `${name}_total` : name;
}

function histogramLines(
  name: string,
  bounds: readonly number[],
  { labels, counts, sum, exemplars }: Distribution,
  format: TextFormat,
): readonly string[] {
  let total = 0;
  const buckets = counts.map((count, i) => {
    total += count;
    const bound = i < bounds.length ? numberText(bounds[i] ?? 0) : "+Inf";
    const exemplar = format.isOpenMetrics ? exemplars?.get(i) : undefined;
    const mark =
      exemplar === undefined
        ? ""
        : ` # {trace_id="${exemplar.traceId}"} ${numberText(exemplar.value)} ${numberText(exemplar.atMs / 1_000)}`;
    return `${name}_bucket${labelText({ ...labels, le: bound })} ${total}${mark}`;
  });
  return [
    ...buckets,
    `${name}_sum${labelText(labels)} ${numberText(sum)}`,
    `${name}_count${labelText(labels)} ${total}`,
  ];
}

function labelText(labels: Labels): string {
  const parts = Object.entries(labels).map(([name, value]) => `${name}="${escapeValue(value)}"`);
  return parts.length === 0 ? "" : `{${parts.join(",")}}`;
}

function escapeValue(value: string): string {
  return value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
}

function escapeHelp(help: string): string {
  return help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
}

function numberText(value: number): string {
  if (value === Number.POSITIVE_INFINITY) return "+Inf";
  return Number.isNaN(value) ? "NaN" : String(value);
}
