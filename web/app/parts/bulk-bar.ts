import { useState } from "preact/hooks";
import { send } from "../api.ts";
import { count } from "../format.ts";
import { html } from "../html.ts";
import { useAct } from "./act.ts";
import { Dialog } from "./dialog.ts";
import { FailureText } from "./failure.ts";

type Action = "cancel" | "retry";

/** What became of many tasks, or would. */
interface BulkResult {
  readonly matched?: number;
  readonly changed?: number;
  readonly failed?: number;
  readonly nextPageToken?: string;
}

export interface BulkBarProps {
  /** The ids of the tasks that are selected. */
  readonly selected: readonly string[];
  /** What the list shows: all of it is acted on when nothing is selected. */
  readonly filter: string;
  readonly onDone: () => void;
}

/** Cancels or retries the selected tasks, or all that the filter lets through; says before how many those are. */
export function BulkBar({ selected, filter, onDone }: BulkBarProps) {
  const [asked, setAsked] = useState<{ action: Action; filter: string; preview: BulkResult } | undefined>();
  const { failure, run } = useAct();
  const scope = selected.length > 0 ? selected.map((id) => `task_id = ${id}`).join(" OR ") : filter;

  const ask = (action: Action) =>
    run(async () => {
      setAsked({ action, filter: scope, preview: await act(action, scope, true) });
    });
  const confirm = () =>
    run(async () => {
      if (asked === undefined) return;
      for (let pageToken = ""; ; ) {
        const { nextPageToken } = await act(asked.action, asked.filter, false, pageToken);
        if (nextPageToken === undefined || selected.length > 0) break;
        pageToken = nextPageToken;
      }
      setAsked(undefined);
      onDone();
    });

  const what = selected.length > 0 ? `${selected.length} selected` : "all that match";
  return html`
    <div class="bulk">
      <span>${what}:</span>
      <button type="button" disabled=${scope === ""} onClick=${() => ask("cancel")}>Cancel …</button>
      <button type="button" disabled=${scope === ""} onClick=${() => ask("retry")}>Retry …</button>
      ${scope === "" && html`<span class="hint">Select tasks, or choose a state or a filter.</span>`}
    </div>
    ${asked === undefined && html`<${FailureText} failure=${failure} />`}
    ${
      asked !== undefined &&
      html`
        <${Dialog} title=${`${asked.action === "cancel" ? "Cancel" : "Retry"} tasks`} onClose=${() => setAsked(undefined)}>
          <p>
            ${asked.action === "cancel" ? "These would be cancelled" : "These would be done again"}:
            <strong> ${count(asked.preview.matched ?? 0)}${asked.preview.nextPageToken === undefined ? "" : " or more"} tasks</strong>.
          </p>
          <p><code>${asked.filter}</code></p>
          <${FailureText} failure=${failure} />
          <div class="actions">
            <button type="button" onClick=${() => setAsked(undefined)}>Leave them</button>
            <button type="button" class="danger" disabled=${(asked.preview.matched ?? 0) === 0} onClick=${confirm}>
              ${asked.action === "cancel" ? "Cancel them" : "Retry them"}
            </button>
          </div>
        <//>
      `
    }
  `;
}

function act(action: Action, filter: string, dryRun: boolean, pageToken = ""): Promise<BulkResult> {
  return send<BulkResult>("POST", `v1/tasks:${action}`, {
    filter,
    dryRun,
    pageToken,
    reason: "from the web page",
  });
}
