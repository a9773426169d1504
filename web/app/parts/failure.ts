import type { ApiFailure } from "../api.ts";
import { html } from "../html.ts";

/** Why something could not be shown or done, in the gateway's own words. Nothing when there is no failure. */
export function FailureText({ failure }: { readonly failure: ApiFailure | undefined }) {
  if (failure === undefined) return null;
  return html`<p class="failure" role="alert"><strong>${failure.reason}</strong> ${failure.message}</p>`;
}
