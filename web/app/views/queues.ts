import { useState } from "preact/hooks";
import { get, send } from "../api.ts";
import { count } from "../format.ts";
import { html } from "../html.ts";
import { hrefOf } from "../location.ts";
import { useAct } from "../parts/act.ts";
import { Dialog } from "../parts/dialog.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { Sparkline } from "../parts/sparkline.ts";
import { TimeText } from "../parts/time-text.ts";
import { useData } from "../use-data.ts";
import { useHistory } from "../use-history.ts";

/** A queue; what is 0 or false is left out by the API, and 64-bit numbers come as text. */
export interface Queue {
  readonly queue: string;
  readonly paused?: boolean;
  readonly pauseUntil?: string;
  readonly pausedBy?: string;
  readonly pauseReason?: string;
  readonly maxRunning?: number;
  readonly rateLimit?: { readonly perSecond?: number };
  readonly maxDepth?: string;
  readonly depth?: { readonly high?: string; readonly normal?: string; readonly low?: string };
  readonly running?: string;
  readonly oldestWaitingTime?: string;
  readonly workers?: readonly string[];
}

/** What waits and runs in each queue, and its live settings. */
export function QueuesView() {
  const loaded = useData(
    "queues",
    (signal) => get<{ readonly queues?: readonly Queue[] }>("v1/queues", {}, signal),
    2_000,
  );
  const act = useAct();
  const [edited, setEdited] = useState<Queue | undefined>();
  const queues = loaded.value?.queues ?? [];
  const history = useHistory(new Map(queues.map((queue) => [queue.queue, waitingIn(queue)])));
  const change = (queue: string, verb: "pause" | "resume") =>
    act.run(
      () =>
        send(
          "POST",
          `v1/queues/${encodeURIComponent(queue)}:${verb}`,
          verb === "pause" ? { reason: "from the web page" } : {},
        ),
      loaded.reload,
    );
  return html`
    <div class="bar"><h1>Queues</h1></div>
    <${FailureText} failure=${loaded.failure ?? act.failure} />
    ${loaded.value !== undefined && queues.length === 0 && html`<${Empty} title="There are no queues yet."><p>They come with the task types of the first worker: <code>longshore worker --tasks FILE</code></p><//>`}
    ${
      queues.length > 0 &&
      html`
        <div class="scroll">
          <table>
            <thead>
              <tr><th scope="col">Queue</th><th scope="col" class="n">Waiting</th><th scope="col">Lately</th><th scope="col" class="n">Running</th><th scope="col">Oldest</th><th scope="col" class="n">Workers</th><th scope="col">Limits</th><th scope="col">Paused</th><th scope="col"><span class="hidden">Actions</span></th></tr>
            </thead>
            <tbody>
              ${queues.map(
                (queue) => html`
                  <tr key=${queue.queue}>
                    <th scope="row"><a href=${hrefOf("tasks", "", { filter: `queue = "${queue.queue}"` })}>${queue.queue}</a></th>
                    <td class="n" title=${`high ${queue.depth?.high ?? 0}, normal ${queue.depth?.normal ?? 0}, low ${queue.depth?.low ?? 0}`}>${count(waitingIn(queue))}</td>
                    <td><${Sparkline} title=${`Waiting in ${queue.queue} lately`} values=${history.get(queue.queue) ?? []} /></td>
                    <td class="n">${count(Number(queue.running ?? 0))}</td>
                    <td><${TimeText} time=${queue.oldestWaitingTime} /></td>
                    <td class=${`n ${waitingIn(queue) > 0 && (queue.workers ?? []).length === 0 ? "bad" : ""}`} title=${(queue.workers ?? []).join(", ")}>${(queue.workers ?? []).length}</td>
                    <td>${limitsOf(queue)}</td>
                    <td>${queue.paused === true ? pauseOf(queue) : ""}</td>
                    <td class="actions">
                      ${
                        queue.paused === true
                          ? html`<button type="button" disabled=${act.isBusy} onClick=${() => change(queue.queue, "resume")}>Resume</button>`
                          : html`<button type="button" disabled=${act.isBusy} onClick=${() => change(queue.queue, "pause")}>Pause</button>`
                      }
                      <button type="button" onClick=${() => setEdited(queue)}>Limits …</button>
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
      `
    }
    ${edited !== undefined && html`<${LimitsDialog} queue=${edited} onClose=${() => setEdited(undefined)} onDone=${loaded.reload} />`}
  `;
}

function waitingIn({ depth = {} }: Queue): number {
  return Number(depth.high ?? 0) + Number(depth.normal ?? 0) + Number(depth.low ?? 0);
}

function limitsOf({ maxRunning = 0, rateLimit, maxDepth = "0" }: Queue): string {
  const limits = [
    maxRunning > 0 ? `${maxRunning} at once` : "",
    rateLimit?.perSecond === undefined ? "" : `${rateLimit.perSecond} a second`,
    maxDepth === "0" ? "" : `${count(Number(maxDepth))} waiting`,
  ];
  return limits.filter((limit) => limit !== "").join(", ") || "none";
}

function pauseOf({ pauseUntil, pausedBy, pauseReason }: Queue): string {
  return [
    pauseUntil === undefined ? "until resumed" : `until ${pauseUntil}`,
    pauseReason ?? "",
    pausedBy ? `by ${pausedBy}` : "",
  ]
    .filter((part) => part !== "")
    .join(", ");
}

/** Changes how many tasks of a queue may run at once, and how many may wait. */
function LimitsDialog({
  queue,
  onClose,
  onDone,
}: {
  readonly queue: Queue;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const act = useAct();
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    const data = new FormData(event.target as HTMLFormElement);
    const body = { maxRunning: Number(data.get("maxRunning")), maxDepth: Number(data.get("maxDepth")) };
    act.run(
      () => send("PATCH", `v1/queues/${encodeURIComponent(queue.queue)}`, body),
      () => {
        onDone();
        onClose();
      },
    );
  };
  return html`
    <${Dialog} title=${`Limits of ${queue.queue}`} onClose=${onClose}>
      <form class="fields" onSubmit=${onSubmit}>
        <label for="maxRunning">Running at once, over all workers (0: no limit)</label>
        <input id="maxRunning" name="maxRunning" type="number" min="0" value=${queue.maxRunning ?? 0} />
        <label for="maxDepth">Waiting at most (0: no limit)</label>
        <input id="maxDepth" name="maxDepth" type="number" min="0" value=${queue.maxDepth ?? "0"} />
        <${FailureText} failure=${act.failure} />
        <div class="actions">
          <button type="button" onClick=${onClose}>Leave them</button>
          <button type="submit" disabled=${act.isBusy}>Change</button>
        </div>
      </form>
    <//>
  `;
}
