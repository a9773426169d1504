import type { Json } from "../api.ts";
import { html } from "../html.ts";

/** So many entries of a list or an object are shown. */
const SHOWN = 200;
/** So many characters of a text are. */
const TEXT_SHOWN = 4_000;

export interface JsonTreeProps {
  readonly value: Json;
  /** What it is called; absent at the top. */
  readonly name?: string;
  /** How deep it lies; what lies deep is closed at first. */
  readonly depth?: number;
}

/** A value that can be opened and closed part by part. All of it is text: nothing that a task says becomes markup. */
export function JsonTree({ value, name, depth = 0 }: JsonTreeProps) {
  const label = name === undefined ? null : html`<span class="json-key">${name}: </span>`;
  if (value === null || typeof value !== "object")
    return html`<div class="json">${label}${scalar(value)}</div>`;
  const entries: readonly (readonly [string, Json])[] = Array.isArray(value)
    ? value.map((each: Json, i: number) => [String(i), each] as const)
    : Object.entries(value as Readonly<Record<string, Json>>);
  const summary = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0)
    return html`<div class="json">${label}${Array.isArray(value) ? "[]" : "{}"}</div>`;
  return html`
    <details class="json" open=${depth < 2}>
      <summary>${label}<span class="none">${summary}</span></summary>
      ${entries
        .slice(0, SHOWN)
        .map(([key, each]) => html`<${JsonTree} key=${key} name=${key} value=${each} depth=${depth + 1} />`)}
      ${entries.length > SHOWN && html`<div class="none">… and ${entries.length - SHOWN} more</div>`}
    </details>
  `;
}

function scalar(value: null | boolean | number | string) {
  if (typeof value !== "string") return html`<span class="json-scalar">${String(value)}</span>`;
  const text = value.length > TEXT_SHOWN ? `${value.slice(0, TEXT_SHOWN)}…` : value;
  return html`<span class="json-text">"${text}"</span>`;
}
