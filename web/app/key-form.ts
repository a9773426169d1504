import { useState } from "preact/hooks";
import { ApiFailure, get, setApiKey } from "./api.ts";
import { html } from "./html.ts";

/** Asks for an API key, and tries it before it is taken. */
export function KeyForm({ onKey }: { readonly onKey: (key: string) => void }) {
  const [problem, setProblem] = useState("");
  const [isTrying, setTrying] = useState(false);
  const onSubmit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const key = String(new FormData(event.target as HTMLFormElement).get("key") ?? "").trim();
    setTrying(true);
    setApiKey(key);
    try {
      await get("v1/task-types");
      onKey(key);
    } catch (error) {
      setApiKey(undefined);
      setTrying(false);
      setProblem(error instanceof ApiFailure ? error.message : String(error));
    }
  };
  return html`
    <main class="sign-in">
      <h1>Longshore</h1>
      <form onSubmit=${onSubmit}>
        <label for="key">API key</label>
        <input id="key" name="key" type="password" autocomplete="off" spellcheck=${false} required autofocus />
        <button type="submit" disabled=${isTrying}>Show me</button>
        ${problem !== "" && html`<p role="alert" class="failure">${problem}</p>`}
      </form>
      <p class="hint">
        A key of role viewer can look, operator can act. Make one with <code>longshore key create</code>; a development
        server writes its own to <code>.longshore/dev-key</code>. It is kept in this tab only.
      </p>
    </main>
  `;
}
