import { useEffect, useState } from "preact/hooks";
import { html } from "./html.ts";

type Theme = "system" | "light" | "dark";

const THEMES: readonly Theme[] = ["system", "light", "dark"];
const STORED = "longshore.theme";

/** Goes from the system's colours to light, to dark, and back; remembered in this browser. */
export function ThemeButton() {
  const [theme, setTheme] = useState<Theme>(
    () => THEMES.find((each) => each === localStorage.getItem(STORED)) ?? "system",
  );
  useEffect(() => {
    localStorage.setItem(STORED, theme);
    if (theme === "system") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  const next = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? "system";
  return html`
    <button type="button" class="quiet" onClick=${() => setTheme(next)} aria-label=${`Colours: ${theme}; change to ${next}`}>
      ${{ system: "◐", light: "☀", dark: "☾" }[theme]}
    </button>
  `;
}
