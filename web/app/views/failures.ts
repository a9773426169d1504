import { get, send } from "../api.ts";
import { type FailureGroup, filterOf, groupFailures } from "../failure-groups.ts";
import { count } from "../format.ts";
import { html } from "../html.ts";
import { hrefOf } from "../location.ts";
import { useAct } from "../parts/act.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { TimeText } from "../parts/time-text.ts";
import type { Task } from "../task.ts";
import { useData } from "../use-data.ts";

/** So many failed tasks are looked at, the newest ones. */
const LOOKED_AT = 1_000;

/** What fails, grouped by type and the shape of the error. */
export function FailuresView() {
  const loaded = useData("failures", readFailed, 5_000);
  const act = useAct();
  const groups = groupFailures(loaded.value ?? []);
  const retry = (group: FailureGroup) =>
    act.run(
      () => send("POST", "v1/tasks:retry", { filter: filterOf(group), reason: "from the web page" }),
      loaded.reload,
    );
  return html`
    <div class="bar"><h1>Failures</h1></div>
    <${FailureText} failure=${loaded.failure ?? act.failure} />
    ${
      loaded.value !== undefined &&
      groups.length === 0 &&
      html`<${Empty} title="Nothing has failed."><p>Tasks that end with an error are kept here for a week, with every attempt's error.</p><//>`
    }
    ${
      groups.length > 0 &&
      html`
        <div class="scroll">
          <table>
            <thead>
              <tr><th scope="col" class="n">Tasks</th><th scope="col">Type</th><th scope="col">Reason</th><th scope="col">Message</th><th scope="col">Last</th><th scope="col"><span class="hidden">Actions</span></th></tr>
            </thead>
            <tbody>
              ${groups.map(
                (group) => html`
                  <tr key=${`${group.type} ${group.reason} ${group.fingerprint}`}>
                    <td class="n">${count(group.tasks.length)}</td>
                    <th scope="row">${group.type}</th>
                    <td>${group.reason}</td>
                    <td class="message">
                      <a href=${hrefOf("tasks", "", { filter: filterOf(group) })}>${group.fingerprint || "(none)"}</a>
                    </td>
                    <td>
                      <a href=${hrefOf("task", group.tasks[0]?.taskId)}><${TimeText} time=${group.tasks[0]?.finishTime} /></a>
                    </td>
                    <td><button type="button" disabled=${act.isBusy} onClick=${() => retry(group)}>Retry all</button></td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
        ${(loaded.value?.length ?? 0) >= LOOKED_AT && html`<p class="hint">Only the newest ${count(LOOKED_AT)} failures are shown.</p>`}
      `
    }
  `;
}

async function readFailed(signal: AbortSignal): Promise<readonly Task[]> {
  const query = { filter: "state = FAILED", page_size: LOOKED_AT };
  const { tasks = [] } = await get<{ readonly tasks?: readonly Task[] }>("v1/tasks", query, signal);
  return tasks;
}
