import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import type { Task } from "../task.ts";
import { useRows } from "./rows.ts";
import { StateBadge } from "./state-badge.ts";
import { TimeText } from "./time-text.ts";

export interface TaskTableProps {
  readonly tasks: readonly Task[];
  /** The ids of those that are selected. */
  readonly selected: ReadonlySet<string>;
  readonly onSelected: (selected: ReadonlySet<string>) => void;
}

/** Tasks, one a row. */
export function TaskTable({ tasks, selected, onSelected }: TaskTableProps) {
  const toggle = (id: string): void => {
    const changed = new Set(selected);
    if (!changed.delete(id)) changed.add(id);
    onSelected(changed);
  };
  const cursor = useRows(tasks.length, {
    onOpen: (at) => go(hrefOf("task", tasks[at]?.taskId)),
    onSelect: (at) => toggle(tasks[at]?.taskId ?? ""),
  });
  const areAll = tasks.every(({ taskId }) => selected.has(taskId));
  const toggleAll = () => onSelected(areAll ? new Set() : new Set(tasks.map(({ taskId }) => taskId)));
  const nowMs = Date.now();
  return html`
    <div class="scroll">
      <table class="tasks">
        <thead>
          <tr>
            <th scope="col">
              <input type="checkbox" aria-label="Select all of this page" checked=${areAll} onChange=${toggleAll} />
            </th>
            <th scope="col">Task</th>
            <th scope="col">Type</th>
            <th scope="col">State</th>
            <th scope="col" class="n">Attempt</th>
            <th scope="col">Queue</th>
            <th scope="col">Submitted</th>
            <th scope="col">Labels</th>
          </tr>
        </thead>
        <tbody>
          ${tasks.map(
            (task, i) => html`
              <tr key=${task.taskId} data-current=${i === cursor.at ? "" : undefined} onClick=${() => cursor.set(i)}>
                <td>
                  <input
                    type="checkbox"
                    aria-label=${`Select ${task.taskId}`}
                    checked=${selected.has(task.taskId)}
                    onChange=${() => toggle(task.taskId)}
                  />
                </td>
                <td><a class="id" href=${hrefOf("task", task.taskId)} title=${task.taskId}>${task.taskId.slice(-12)}</a></td>
                <td>${task.type}</td>
                <td><${StateBadge} state=${task.state} /> <span class="reason">${task.stateReason ?? ""}</span></td>
                <td class="n">${task.attempt ?? 0}/${task.maxAttempts ?? 1}</td>
                <td>${task.queue}</td>
                <td><${TimeText} time=${task.createTime} nowMs=${nowMs} /></td>
                <td class="labels">${Object.entries(task.labels ?? {})
                  .map(([key, value]) => `${key}=${value}`)
                  .join(" ")}</td>
              </tr>
            `,
          )}
        </tbody>
      </table>
    </div>
  `;
}
