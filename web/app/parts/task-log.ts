import { useState } from "preact/hooks";
import { clock } from "../format.ts";
import { html } from "../html.ts";
import { useLive } from "../live.ts";

/** A line that a task has logged or printed. */
interface LogLine {
  readonly number: string;
  readonly time: string;
  readonly attempt?: number;
  readonly stream?: string;
  readonly level?: string;
  readonly message?: string;
}

/** So many lines are kept on the page, the last ones. */
const KEPT = 1_000;

/** What a task logs, as it logs it. */
export function TaskLog({ taskId }: { readonly taskId: string }) {
  const [lines, setLines] = useState<readonly LogLine[]>([]);
  useLive<LogLine>({
    path: `v1/tasks/${encodeURIComponent(taskId)}/logs`,
    query: { follow: "true" },
    scope: { taskId },
    onMessage: (line) => setLines((before) => [...before, line].slice(-KEPT)),
  });
  if (lines.length === 0) return html`<p class="none">It has logged nothing.</p>`;
  return html`
    <pre class="log" tabindex="0" aria-label="Log">
      ${lines.map(
        ({ number, time, attempt, level, stream, message }) =>
          html`<span key=${number} class=${`level-${(level ?? "info").toLowerCase()}`}><time datetime=${time}>${clock(time)}</time> ${attempt ?? 0} ${(level ?? stream ?? "").toLowerCase().padEnd(6)} ${message ?? ""}${"\n"}</span>`,
      )}
    </pre>
  `;
}
