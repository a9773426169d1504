import { useState } from "preact/hooks";
import { type Json, send } from "../api.ts";
import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import { ENDED, type Task } from "../task.ts";
import { useAct } from "./act.ts";
import { Dialog } from "./dialog.ts";
import { FailureText } from "./failure.ts";

/** What can be done to a task: cancel it, do it again, run it now, or submit another one like it. */
export function TaskActions({ task, onDone }: { readonly task: Task; readonly onDone: () => void }) {
  const { failure, run } = useAct();
  const [isCopying, setCopying] = useState(false);
  const act = (verb: string, body: object) =>
    run(() => send("POST", `v1/tasks/${encodeURIComponent(task.taskId)}:${verb}`, body), onDone);
  const isOver = ENDED.has(task.state);
  const reason = "from the web page";
  return html`
    <div class="actions">
      ${["SCHEDULED", "RETRYING"].includes(task.state) && html`<button type="button" onClick=${() => act("run", {})}>Run now</button>`}
      ${!isOver && html`<button type="button" class="danger" disabled=${task.state === "CANCELLING"} onClick=${() => act("cancel", { reason })}>Cancel</button>`}
      ${isOver && task.state !== "SUCCEEDED" && html`<button type="button" onClick=${() => act("retry", { reason })}>Retry</button>`}
      <button type="button" onClick=${() => setCopying(true)}>Duplicate …</button>
    </div>
    <${FailureText} failure=${failure} />
    ${isCopying && html`<${CopyDialog} task=${task} onClose=${() => setCopying(false)} />`}
  `;
}

/** Submits a task like another one, with a payload that can be changed before. */
function CopyDialog({ task, onClose }: { readonly task: Task; readonly onClose: () => void }) {
  const [text, setText] = useState(JSON.stringify(task.payload ?? null, undefined, 2));
  const { failure, run } = useAct();
  const onSubmit = (event: Event): void => {
    event.preventDefault();
    run(async () => {
      const payload = JSON.parse(text) as Json;
      const { type, queue, priority, labels } = task;
      const { taskId } = await send<{ readonly taskId: string }>("POST", "v1/tasks", {
        type,
        queue,
        priority,
        labels,
        payload,
      });
      onClose();
      go(hrefOf("task", taskId));
    });
  };
  return html`
    <${Dialog} title=${`Another ${task.type}`} onClose=${onClose}>
      <form onSubmit=${onSubmit}>
        <label for="payload">Payload, as JSON</label>
        <textarea
          id="payload"
          rows="12"
          spellcheck=${false}
          value=${text}
          onInput=${(event: Event) => setText((event.target as HTMLTextAreaElement).value)}
        ></textarea>
        <${FailureText} failure=${failure} />
        <div class="actions">
          <button type="button" onClick=${onClose}>Leave it</button>
          <button type="submit">Submit</button>
        </div>
      </form>
    <//>
  `;
}
