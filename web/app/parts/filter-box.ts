import { useEffect, useState } from "preact/hooks";
import { FIELDS, KEYED_FIELDS, OPERATORS, sortOf } from "../../../core/task-filter/filter.ts";
import { html } from "../html.ts";
import { STATES } from "../task.ts";

/** What a field may begin with; docs/filters.md explains them. */
const NAMES = [
  ...Object.keys(FIELDS),
  ...Object.keys(KEYED_FIELDS).map((name) => name.slice(0, name.indexOf(".") + 1)),
];

/** A filter to be typed, with what may come next. Enter applies it. */
export function FilterBox({
  filter,
  onFilter,
}: {
  readonly filter: string;
  readonly onFilter: (filter: string) => void;
}) {
  const [text, setText] = useState(filter);
  useEffect(() => setText(filter), [filter]);
  return html`
    <form
      class="filter"
      role="search"
      onSubmit=${(event: Event) => {
        event.preventDefault();
        onFilter(text.trim());
      }}
    >
      <label for="filter" class="hidden">Filter</label>
      <input
        id="filter"
        data-search
        type="text"
        list="completions"
        placeholder='type = "mail*" AND error.reason = HARD_LIMIT'
        autocomplete="off"
        spellcheck=${false}
        value=${text}
        onInput=${(event: Event) => setText((event.target as HTMLInputElement).value)}
      />
      <datalist id="completions">
        ${completionsOf(text).map((completion) => html`<option value=${completion} />`)}
      </datalist>
      <button type="submit">Filter</button>
      ${filter !== "" && html`<button type="button" class="quiet" onClick=${() => onFilter("")}>Clear</button>`}
    </form>
  `;
}

/** The whole text as it may go on: with a field, an operator, or a state. */
export function completionsOf(text: string): readonly string[] {
  const [, before = "", last = ""] = /^(.*?)([^\s()]*)$/s.exec(text) ?? [];
  if (/(^|[\s(])state\s*!?=\s*$/.test(before))
    return STATES.filter((each) => each.startsWith(last.toUpperCase())).map((each) => before + each);
  if (before.trim() === "" || /\b(AND|OR|NOT)\s+$|\(\s*$/.test(before))
    return NAMES.filter((name) => name.startsWith(last) && name !== last).map((name) => `${before}${name}`);
  const sort = sortOf(before.trim().split(/[\s(]/).at(-1) ?? "");
  if (sort !== undefined) return OPERATORS[sort].map((operator) => `${before}${operator} `);
  return last === "" ? [`${before}AND `, `${before}OR `] : [];
}
