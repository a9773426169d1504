import { html } from "../html.ts";

/** A state as a word with its colour. */
export function StateBadge({ state }: { readonly state: string }) {
  return html`<span class=${`badge state-${state.toLowerCase()}`}>${state.toLowerCase()}</span>`;
}
