import { useState } from "preact/hooks";
import { get } from "../api.ts";
import { ago, count, percent } from "../format.ts";
import { html } from "../html.ts";
import { useLive } from "../live.ts";
import { hrefOf } from "../location.ts";
import { Attempts } from "../parts/attempts.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { JsonTree } from "../parts/json-tree.ts";
import { StateBadge } from "../parts/state-badge.ts";
import { TaskActions } from "../parts/task-actions.ts";
import { TaskLog } from "../parts/task-log.ts";
import { TimeText } from "../parts/time-text.ts";
import { Timeline } from "../parts/timeline.ts";
import { TraceId } from "../parts/trace-id.ts";
import { ENDED, type Task, type TaskEvent } from "../task.ts";
import { useData } from "../use-data.ts";
import type { ViewProps } from "../view.ts";

/** One task: what happened to it and why, what it was given, what it said and returned, and what can be done about it. */
export function TaskView({ place }: ViewProps) {
  const { id } = place;
  const loaded = useData(`task ${id}`, (signal) =>
    get<Task>(`v1/tasks/${encodeURIComponent(id)}`, { view: "FULL" }, signal),
  );
  const [progress, setProgress] = useState<Task["progress"]>();
  const task = loaded.value;
  const isOver = task === undefined || ENDED.has(task.state);
  useLive<TaskEvent & { readonly progress?: Task["progress"] }>({
    path: isOver ? undefined : `v1/tasks/${encodeURIComponent(id)}/events`,
    query: { after_event: task?.timeline?.length ?? 0 },
    scope: { taskId: id },
    onMessage: (event) => {
      if (event.type === "PROGRESS") setProgress(event.progress);
      else loaded.reload();
    },
  });

  if (task === undefined)
    return html`
      <h1>Task</h1>
      <${FailureText} failure=${loaded.failure} />
      ${
        loaded.failure !== undefined &&
        html`<${Empty} title="There is no such task here."><p>It may have expired, or belong to another project. <a href=${hrefOf("tasks")}>All tasks</a></p><//>`
      }
    `;
  return html`
    <div class="bar">
      <h1><span class="id">${task.taskId}</span> <${StateBadge} state=${task.state} /></h1>
      <${TaskActions} task=${task} onDone=${loaded.reload} />
    </div>
    <p class="why">${whyOf(task, Date.now())}</p>
    <${ProgressBar} progress=${isOver ? undefined : (progress ?? task.progress)} />
    <${Facts} task=${task} />
    <h2>Timeline</h2>
    <${Timeline} events=${task.timeline ?? []} />
    <${Attempts} events=${task.timeline ?? []} />
    <div class="columns">
      <section>
        <h2>Payload</h2>
        ${
          task.payloadBytes === undefined
            ? html`<${JsonTree} value=${task.payload ?? null} />`
            : html`<p class="none">${task.payloadBytes.contentType ?? "bytes"}, not JSON</p>`
        }
      </section>
      <section>
        <h2>Result</h2>
        ${task.state === "SUCCEEDED" ? html`<${JsonTree} value=${task.result ?? null} />` : html`<p class="none">There is none.</p>`}
      </section>
    </div>
    <h2>Log</h2>
    <${TaskLog} taskId=${task.taskId} key=${task.taskId} />
  `;
}

/** Why the task is where it is, and until when, in one sentence. */
export function whyOf(task: Task, nowMs: number): string {
  const due = task.nextAttemptTime ?? task.scheduleTime;
  switch (task.state) {
    case "QUEUED":
      return `Waits in queue ${task.queue} for a free slot of a worker that has ${task.type}.`;
    case "SCHEDULED":
      return `Is due ${due === undefined ? "later" : ago(due, nowMs)}.`;
    case "RETRYING":
      return `Attempt ${task.attempt ?? 0} failed (${task.error?.reason ?? "error"}); the next one is due ${due === undefined ? "soon" : ago(due, nowMs)}.`;
    case "RUNNING":
      return `Runs on ${task.worker ?? "a worker"}, attempt ${task.attempt ?? 1} of ${task.maxAttempts ?? 1}.`;
    case "CANCELLING":
      return `Was told to stop; its worker gives it time to do so, and ends it then.`;
    case "FAILED":
      return `Failed: ${task.error?.message ?? task.stateReason ?? "no reason given"}.`;
    case "EXPIRED":
      return "Had not started in time.";
    case "CANCELLED":
      return `Was cancelled${task.stateReason ? `: ${task.stateReason}` : ""}.`;
    default:
      return "Ended with a result.";
  }
}

function ProgressBar({ progress }: { readonly progress: Task["progress"] }) {
  if (progress === undefined) return null;
  const { done = 0, total, message = "" } = progress;
  return html`
    <p class="progress">
      <progress aria-label="Progress" value=${total === undefined ? undefined : done} max=${total}></progress>
      ${total === undefined || total === 0 ? count(done) : `${count(done)} of ${count(total)}, ${percent(done / total)}`} ${message}
    </p>
  `;
}

function Facts({ task }: { readonly task: Task }) {
  const labels = Object.entries(task.labels ?? {});
  const facts = [
    ["Type", html`<a href=${hrefOf("tasks", "", { filter: `type = "${task.type}"` })}>${task.type}</a>`],
    ["Queue", task.queue],
    ["Priority", task.priority?.toLowerCase() ?? "normal"],
    ["Attempt", `${task.attempt ?? 0} of ${task.maxAttempts ?? 1}`],
    ["Submitted", html`<${TimeText} time=${task.createTime} />`],
    ["Started", html`<${TimeText} time=${task.startTime} />`],
    ["Ended", html`<${TimeText} time=${task.finishTime} />`],
    ["Kept until", html`<${TimeText} time=${task.expireTime} />`],
    ["Worker", task.worker],
    ["Unique key", task.uniqueKey],
    ["Schedule", task.scheduleId],
    ["Labels", labels.length === 0 ? undefined : labels.map(([key, value]) => `${key}=${value}`).join(" ")],
    ["Trace", task.traceId === undefined ? undefined : html`<${TraceId} id=${task.traceId} />`],
  ] as const;
  return html`
    <dl class="facts">
      ${facts.map(([name, value]) => value !== undefined && value !== "" && html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}
    </dl>
  `;
}
