import type { ComponentChildren } from "preact";
import { html } from "../html.ts";

/** There is nothing here, and what to do about it. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return html`<div class="empty"><p><strong>${title}</strong></p>${children}</div>`;
}
