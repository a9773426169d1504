import { html } from "../html.ts";
import { useTraceUrl } from "../page-settings.ts";

/** The id of a trace, as a link where the gateway knows where traces can be looked at. */
export function TraceId({ id }: { readonly id: string }) {
  const url = useTraceUrl(id);
  const text = html`<span class="id">${id}</span>`;
  return url === undefined
    ? text
    : html`<a href=${url} target="_blank" rel="noopener noreferrer">${text}</a>`;
}
