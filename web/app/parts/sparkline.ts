import { html } from "../html.ts";

const WIDTH = 90;
const HEIGHT = 20;

/** A few values as a line, without axes. */
export function Sparkline({ title, values }: { readonly title: string; readonly values: readonly number[] }) {
  const max = Math.max(1, ...values);
  const step = WIDTH / Math.max(1, values.length - 1);
  const points = values.map(
    (value, i) => `${(i * step).toFixed(1)},${(HEIGHT - 1 - (value / max) * (HEIGHT - 2)).toFixed(1)}`,
  );
  return html`
    <svg class="sparkline" viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} width=${WIDTH} height=${HEIGHT} role="img" aria-label=${title}>
      <polyline points=${points.join(" ")} />
    </svg>
  `;
}
