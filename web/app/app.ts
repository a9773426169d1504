import { useEffect, useState } from "preact/hooks";
import { apiKey, setApiKey } from "./api.ts";
import { html } from "./html.ts";
import { KeyForm } from "./key-form.ts";
import { useKeys } from "./keyboard.ts";
import { hrefOf, usePlace } from "./location.ts";
import { KeyboardHelp } from "./parts/keyboard-help.ts";
import { ThemeButton } from "./theme.ts";
import { VIEWS } from "./views.ts";

/** The whole page: navigation, and the view that the address names; without a key nothing but the question for one. */
export function App() {
  const place = usePlace();
  const [key, setKey] = useState(apiKey());
  const [isHelpOpen, setHelpOpen] = useState(false);
  useKeys({
    "?": () => setHelpOpen(true),
    "/": () => document.querySelector<HTMLInputElement>("[data-search]")?.focus(),
  });
  const view = VIEWS.find(({ name }) => name === place.view) ?? VIEWS[0];
  useEffect(() => {
    document.title = view === undefined ? "Longshore" : `${view.title} · Longshore`;
  }, [view]);

  const changeKey = (changed: string | undefined): void => {
    setApiKey(changed);
    setKey(changed);
  };
  if (key === undefined || view === undefined) return html`<${KeyForm} onKey=${changeKey} />`;
  return html`
    <a class="skip" href="#main" onClick=${focusMain}>Skip to the content</a>
    <header class="top">
      <a class="brand" href=${hrefOf("overview")}>Longshore</a>
      <nav aria-label="Views">
        ${VIEWS.filter(({ isHidden }) => isHidden !== true).map(
          ({ name, title }) => html`
            <a href=${hrefOf(name)} aria-current=${name === view.name ? "page" : undefined}>${title}</a>
          `,
        )}
      </nav>
      <div class="tools">
        <button type="button" class="quiet" onClick=${() => setHelpOpen(true)} aria-label="Keyboard shortcuts">?</button>
        <${ThemeButton} />
        <button type="button" class="quiet" onClick=${() => changeKey(undefined)}>Forget key</button>
      </div>
    </header>
    <main id="main" tabindex="-1" key=${view.name}>
      <${view.component} place=${place} />
    </main>
    ${isHelpOpen && html`<${KeyboardHelp} onClose=${() => setHelpOpen(false)} />`}
  `;
}

/** The address after `#` is the place, so the link cannot be left to the browser. */
function focusMain(event: Event): void {
  event.preventDefault();
  document.getElementById("main")?.focus();
}
