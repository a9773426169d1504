import { useState } from "preact/hooks";
import { get } from "../api.ts";
import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { TimeText } from "../parts/time-text.ts";
import { useData } from "../use-data.ts";
import type { ViewProps } from "../view.ts";

/** Who changed what. */
interface AuditEntry {
  readonly time: string;
  readonly action: string;
  readonly keyId?: string;
  readonly address?: string;
  readonly resource?: string;
  readonly outcome?: string;
  readonly detail?: Readonly<Record<string, string>>;
}

const PAGE_SIZE = 100;

/** The audit begins with the oldest: without a word a day is shown. Milliseconds. */
const SHOWN_MS = 86_400_000;

/** Who changed what in the project, when, from where, and how it ended. */
export function AuditView({ place }: ViewProps) {
  const { page = "", action = "", since = "" } = place.query;
  const [dayAgo] = useState(() => new Date(Date.now() - SHOWN_MS).toISOString());
  const startTime = since === "all" ? undefined : dayAgo;
  const loaded = useData(`audit ${action} ${page} ${startTime}`, (signal) =>
    get<{ readonly entries?: readonly AuditEntry[]; readonly nextPageToken?: string }>(
      "v1/audit",
      { page_size: PAGE_SIZE, page_token: page, action, start_time: startTime },
      signal,
    ),
  );
  const entries = loaded.value?.entries ?? [];
  return html`
    <div class="bar"><h1>Audit</h1><a href=${hrefOf("audit", "", { action, since: since === "all" ? undefined : "all" })}>${since === "all" ? "The last day only" : "All that is kept"}</a></div>
    <${FailureText} failure=${loaded.failure} />
    ${loaded.value !== undefined && entries.length === 0 && html`<${Empty} title="Nobody has changed anything."><p>Submissions are not here: each task tells of its own.</p><//>`}
    ${
      entries.length > 0 &&
      html`
        <div class="scroll">
          <table>
            <thead>
              <tr><th scope="col">When</th><th scope="col">What</th><th scope="col">On</th><th scope="col">Key</th><th scope="col">From</th><th scope="col">Outcome</th><th scope="col">Details</th></tr>
            </thead>
            <tbody>
              ${entries.map(
                (
                  { time, action: what, resource = "", keyId = "", address = "", outcome = "", detail = {} },
                  i,
                ) => html`
                  <tr key=${i}>
                    <td><${TimeText} time=${time} /></td>
                    <td><a href=${hrefOf("audit", "", { action: what, since })}>${what}</a></td>
                    <td>${resource.startsWith("tasks/") ? html`<a class="id" href=${hrefOf("task", resource.slice(6))}>${resource}</a>` : resource}</td>
                    <td class="id">${keyId}</td>
                    <td>${address}</td>
                    <td>${outcome}</td>
                    <td class="message">${Object.entries(detail)
                      .map(([key, value]) => `${key}: ${value}`)
                      .join(" · ")}</td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
      `
    }
    <div class="pages">
      ${(page !== "" || action !== "") && html`<a href=${hrefOf("audit")}>Back to the beginning</a>`}
      ${
        loaded.value?.nextPageToken !== undefined &&
        html`<button type="button" onClick=${() => go(hrefOf("audit", "", { action, since, page: loaded.value?.nextPageToken }))}>Next page</button>`
      }
    </div>
  `;
}
