import { clock, duration } from "../format.ts";
import { html } from "../html.ts";
import type { TaskEvent } from "../task.ts";

/** What happened, one line each, with how long after the line before, who asked for it and why. */
export function Timeline({ events }: { readonly events: readonly TaskEvent[] }) {
  return html`
    <ol class="timeline">
      ${events.map((event, i) => html`<${Entry} key=${event.number} event=${event} before=${events[i - 1]} />`)}
    </ol>
  `;
}

function Entry({ event, before }: { readonly event: TaskEvent; readonly before: TaskEvent | undefined }) {
  const { type, time, attempt, worker, reason, message, by, dueTime, stopDuration } = event;
  const after = before === undefined ? undefined : (Date.parse(time) - Date.parse(before.time)) / 1_000;
  const causes = [
    attempt !== undefined && attempt > 0 ? `attempt ${attempt}` : "",
    worker ? `on ${worker}` : "",
    by ? `by ${by}` : "",
    reason ?? "",
    message ?? "",
    dueTime === undefined ? "" : `due ${clock(dueTime)}`,
    stopDuration === undefined ? "" : `took ${stopDuration} to stop`,
  ].filter((cause) => cause !== "");
  return html`
    <li class=${`event-${type.toLowerCase()}`}>
      <time datetime=${time}>${clock(time)}</time>
      <strong>${type.toLowerCase().replaceAll("_", " ")}</strong>
      ${after !== undefined && html`<span class="none">+${duration(after)}</span>`}
      <span>${causes.join(" · ")}</span>
    </li>
  `;
}
