import { ago, clock } from "../format.ts";
import { html } from "../html.ts";

/** A time as how long ago it was; the exact one is shown when one points at it. */
export function TimeText({
  time,
  nowMs = Date.now(),
}: {
  readonly time: string | undefined;
  readonly nowMs?: number;
}) {
  if (time === undefined) return html`<span class="none">–</span>`;
  return html`<time datetime=${time} title=${`${clock(time)} (${time})`}>${ago(time, nowMs)}</time>`;
}
