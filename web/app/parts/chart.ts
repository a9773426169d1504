import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { html } from "../html.ts";

/** One line of a chart. */
export interface Line {
  readonly label: string;
  /** The name of a custom property with its colour, such as `--good`. */
  readonly colour: string;
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  /** What it shows, for those who cannot see it. */
  readonly title: string;
  /** In seconds since 1970, one for each value. */
  readonly times: readonly number[];
  readonly lines: readonly Line[];
  /** In pixels. */
  readonly height?: number;
}

/** Lines over time; as wide as there is room. */
export function Chart({ title, times, lines, height = 180 }: ChartProps) {
  const element = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const shape = lines.map(({ label }) => label).join();

  useEffect(() => {
    const holder = element.current;
    if (holder === null) return undefined;
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const axis = {
      stroke: colour("--muted"),
      grid: { stroke: colour("--line"), width: 1 },
      ticks: { show: false },
    };
    plot.current = new uPlot(
      {
        width: holder.clientWidth || 300,
        height,
        cursor: { y: false },
        legend: { live: true },
        scales: { y: { range: (_plot, _min, max) => [0, Math.max(1, max)] } },
        axes: [axis, { ...axis, size: 44 }],
        series: [
          {},
          ...lines.map(({ label, colour: name }) => ({
            label,
            stroke: colour(name),
            width: 2,
            points: { show: false },
          })),
        ],
      },
      toData(times, lines),
      holder,
    );
    const observer = new ResizeObserver(() => plot.current?.setSize({ width: holder.clientWidth, height }));
    observer.observe(holder);
    return () => {
      observer.disconnect();
      plot.current?.destroy();
    };
  }, [shape, height]);

  useEffect(() => plot.current?.setData(toData(times, lines)), [times, lines]);
  return html`<div class="chart" role="img" aria-label=${title} ref=${element}></div>`;
}

function toData(times: readonly number[], lines: readonly Line[]): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])] as uPlot.AlignedData;
}
