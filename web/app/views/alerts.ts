import { get, send } from "../api.ts";
import { html } from "../html.ts";
import { useAct } from "../parts/act.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { TimeText } from "../parts/time-text.ts";
import { useData } from "../use-data.ts";

/** Something that is wrong, or was until lately. */
interface Alert {
  readonly name: string;
  readonly severity: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly state: string;
  readonly sinceTime?: string;
  readonly resolveTime?: string;
  readonly value?: number;
  readonly threshold?: number;
  readonly summary?: string;
  readonly action?: string;
  readonly silenced?: boolean;
}

interface Silence {
  readonly silenceId: string;
  readonly alert: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly until?: string;
  readonly reason?: string;
}

/** For how long an alert is silenced by one click, in milliseconds. */
const SILENCE_MS = 3_600_000;

/** What is wrong, what to do about it, and what is kept quiet. */
export function AlertsView() {
  const alerts = useData(
    "alerts",
    (signal) =>
      get<{ readonly health?: string; readonly alerts?: readonly Alert[] }>("v1/alerts", {}, signal),
    5_000,
  );
  const silences = useData(
    "silences",
    (signal) => get<{ readonly silences?: readonly Silence[] }>("v1/silences", {}, signal),
    5_000,
  );
  const act = useAct();
  const reload = () => {
    alerts.reload();
    silences.reload();
  };
  const silence = ({ name, labels = {} }: Alert) =>
    act.run(
      () =>
        send("POST", "v1/silences", {
          alert: name,
          labels,
          until: new Date(Date.now() + SILENCE_MS).toISOString(),
          reason: "from the web page",
        }),
      reload,
    );
  const known = alerts.value?.alerts ?? [];
  return html`
    <div class="bar"><h1>Alerts</h1><span class=${`health-${alerts.value?.health ?? ""}`}>${alerts.value?.health ?? ""}</span></div>
    <${FailureText} failure=${alerts.failure ?? silences.failure ?? act.failure} />
    ${alerts.value !== undefined && known.length === 0 && html`<${Empty} title="Nothing is wrong."><p>The rules and what to do about each are in docs/monitoring.md.</p><//>`}
    ${known.map(
      (alert) => html`
        <article key=${JSON.stringify([alert.name, alert.labels])} class=${`alert ${alert.severity} ${alert.state}`}>
          <h2>${alert.name} <span class="badge">${alert.state}</span>${alert.silenced === true && html` <span class="badge">silenced</span>`}</h2>
          <p>${alert.summary ?? ""} ${Object.entries(alert.labels ?? {}).map(([key, value]) => html`<code key=${key}>${key}=${value}</code> `)}</p>
          <p class="none">
            ${alert.severity}, since <${TimeText} time=${alert.sinceTime} />${alert.resolveTime !== undefined && html`, over since <${TimeText} time=${alert.resolveTime} />`}; measured
            ${" "}${round(alert.value)}, threshold ${round(alert.threshold)}
          </p>
          <p><strong>To do:</strong> ${alert.action ?? ""}</p>
          ${alert.state !== "resolved" && alert.silenced !== true && html`<button type="button" disabled=${act.isBusy} onClick=${() => silence(alert)}>Silence for an hour</button>`}
        </article>
      `,
    )}
    ${
      (silences.value?.silences ?? []).length > 0 &&
      html`
        <h2>Silences</h2>
        <ul>
          ${silences.value?.silences?.map(
            ({ silenceId, alert, labels = {}, until, reason = "" }) => html`
              <li key=${silenceId}>
                ${alert} ${Object.entries(labels)
                  .map(([key, value]) => `${key}=${value}`)
                  .join(" ")}, ends <${TimeText} time=${until} /> ${reason}
                ${" "}<button type="button" disabled=${act.isBusy} onClick=${() => act.run(() => send("DELETE", `v1/silences/${silenceId}`), reload)}>End</button>
              </li>
            `,
          )}
        </ul>
      `
    }
  `;
}

function round(value = 0): string {
  return String(Math.round(value * 1_000) / 1_000);
}
