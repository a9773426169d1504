import { html } from "../html.ts";
import type { TaskEvent } from "../task.ts";

/** The attempts that failed, with all that is known of the error; nothing when none has. */
export function Attempts({ events }: { readonly events: readonly TaskEvent[] }) {
  const failed = events.filter(({ error }) => error !== undefined);
  if (failed.length === 0) return null;
  const last = failed.at(-1);
  return html`
    <h2>Failed attempts</h2>
    ${failed.map(
      (event) => html`
        <details class="attempt" open=${event === last} key=${event.number}>
          <summary>
            Attempt ${event.attempt ?? 0}: <strong>${event.error?.reason ?? ""}</strong> ${event.error?.name ?? ""}
            ${event.worker ? html`<span class="none"> on ${event.worker}</span>` : null}
          </summary>
          <p>${event.error?.message ?? ""}</p>
          ${(event.error?.causes ?? []).map((cause) => html`<p class="none">caused by ${cause}</p>`)}
          ${event.error?.stack && html`<pre tabindex="0">${event.error.stack}</pre>`}
        </details>
      `,
    )}
  `;
}
