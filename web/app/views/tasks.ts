import { useState } from "preact/hooks";
import { get } from "../api.ts";
import { count, seconds } from "../format.ts";
import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import { BulkBar } from "../parts/bulk-bar.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { FilterBox } from "../parts/filter-box.ts";
import { TaskTable } from "../parts/task-table.ts";
import { STATES, type Task } from "../task.ts";
import { useData } from "../use-data.ts";
import type { ViewProps } from "../view.ts";

const PAGE_SIZE = 50;

interface Page {
  readonly tasks?: readonly Task[];
  readonly nextPageToken?: string;
  readonly indexLag?: string;
}

interface Counts {
  readonly counts?: Readonly<Record<string, number>>;
  readonly total?: number;
  readonly isPartial?: boolean;
}

/** The tasks of the project by state and filter, and what can be done to several at once. */
export function TasksView({ place }: ViewProps) {
  const { state = "", filter = "", page: pageToken = "" } = place.query;
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const chosen = [filter, state === "" ? "" : `state = ${state}`].filter((part) => part !== "").join(" AND ");
  // While a page further on is read, or rows are selected, nothing moves.
  const everyMs = pageToken === "" && selected.size === 0 ? 2_000 : 0;
  const page = useData(
    `tasks ${chosen} ${pageToken}`,
    (signal) =>
      get<Page>("v1/tasks", { filter: chosen, page_size: PAGE_SIZE, page_token: pageToken }, signal),
    everyMs,
  );
  const counts = useData(
    `counts ${filter}`,
    (signal) => get<Counts>("v1/tasks:count", { filter }, signal),
    everyMs || 10_000,
  );
  const at = (query: Readonly<Record<string, string | undefined>>) =>
    hrefOf("tasks", "", { state, filter, ...query });
  const tasks = page.value?.tasks ?? [];
  const lag = seconds(page.value?.indexLag) ?? 0;

  return html`
    <div class="bar">
      <h1>Tasks</h1>
      ${lag > 5 && html`<span class="warning">The monitor is ${Math.round(lag)} s behind.</span>`}
    </div>
    <${FilterBox} filter=${filter} onFilter=${(text: string) => go(at({ filter: text, page: undefined }))} />
    <div class="tabs" role="group" aria-label="States">
      <a href=${at({ state: undefined })} aria-current=${state === "" ? "true" : undefined}>
        all <span class="count">${count(counts.value?.total ?? 0)}${counts.value?.isPartial === true ? "+" : ""}</span>
      </a>
      ${STATES.map(
        (each) => html`
          <a href=${at({ state: each })} aria-current=${state === each ? "true" : undefined}>
            ${each.toLowerCase()} <span class="count">${count(counts.value?.counts?.[each] ?? 0)}</span>
          </a>
        `,
      )}
    </div>
    <${FailureText} failure=${page.failure} />
    <${BulkBar}
      selected=${[...selected]}
      filter=${chosen}
      onDone=${() => {
        setSelected(new Set());
        page.reload();
        counts.reload();
      }}
    />
    ${
      tasks.length > 0
        ? html`<${TaskTable} tasks=${tasks} selected=${selected} onSelected=${setSelected} />`
        : page.value !== undefined &&
          html`<${NoTasks} isFiltered=${chosen !== ""} hasMore=${page.value.nextPageToken !== undefined} />`
    }
    <div class="pages">
      ${pageToken !== "" && html`<button type="button" onClick=${() => history.back()}>Back</button>`}
      ${
        page.value?.nextPageToken !== undefined &&
        html`<button type="button" onClick=${() => go(at({ page: page.value?.nextPageToken }))}>
          ${tasks.length === 0 ? "Look further" : "Next page"}
        </button>`
      }
    </div>
  `;
}

function NoTasks({ isFiltered, hasMore }: { readonly isFiltered: boolean; readonly hasMore: boolean }) {
  if (hasMore) return html`<${Empty} title="None so far; there are more to look at." />`;
  if (isFiltered)
    return html`<${Empty} title="No task matches."><p><a href=${hrefOf("tasks")}>Show all tasks</a></p><//>`;
  return html`
    <${Empty} title="There are no tasks yet.">
      <p>Submit one: <code>longshore task submit word_count --payload '{"text": "to be or not to be"}'</code></p>
    <//>
  `;
}
