import { html } from "../html.ts";
import { Dialog } from "./dialog.ts";

const SHORTCUTS = [
  ["/", "search or filter"],
  ["j, k", "next, previous row"],
  ["Enter", "open the row"],
  ["x", "select the row"],
  ["?", "this list"],
  ["Esc", "close"],
] as const;

/** Which keys do what. */
export function KeyboardHelp({ onClose }: { readonly onClose: () => void }) {
  return html`
    <${Dialog} title="Keyboard" onClose=${onClose}>
      <dl class="shortcuts">
        ${SHORTCUTS.map(([keys, what]) => html`<dt><kbd>${keys}</kbd></dt><dd>${what}</dd>`)}
      </dl>
    <//>
  `;
}
