import { useState } from "preact/hooks";
import { get, send } from "../api.ts";
import { clock, count } from "../format.ts";
import { html } from "../html.ts";
import { go, hrefOf } from "../location.ts";
import { useAct } from "../parts/act.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { TimeText } from "../parts/time-text.ts";
import { useData } from "../use-data.ts";

/** A schedule, as far as it is shown. */
interface Schedule {
  readonly scheduleId: string;
  readonly cron?: { readonly expression?: string; readonly timeZone?: string };
  readonly interval?: { readonly every?: string };
  readonly task?: { readonly type?: string };
  readonly paused?: boolean;
  readonly pauseReason?: string;
  readonly nextTime?: string;
  readonly lastTick?: {
    readonly time?: string;
    readonly outcome?: string;
    readonly taskId?: string;
    readonly problem?: string;
  };
  readonly firedCount?: string;
}

/** What is submitted by the clock, and when next. */
export function SchedulesView() {
  const loaded = useData(
    "schedules",
    (signal) =>
      get<{ readonly schedules?: readonly Schedule[]; readonly nextPageToken?: string }>(
        "v1/schedules",
        { page_size: 200 },
        signal,
      ),
    5_000,
  );
  const act = useAct();
  const schedules = loaded.value?.schedules ?? [];
  const change = (id: string, verb: "pause" | "resume") =>
    act.run(() => send("POST", `v1/schedules/${encodeURIComponent(id)}:${verb}`, {}), loaded.reload);
  const trigger = (id: string) =>
    act.run(async () => {
      const { taskId } = await send<{ readonly taskId: string }>(
        "POST",
        `v1/schedules/${encodeURIComponent(id)}:trigger`,
        {},
      );
      go(hrefOf("task", taskId));
    });
  return html`
    <div class="bar"><h1>Schedules</h1></div>
    <${FailureText} failure=${loaded.failure ?? act.failure} />
    ${loaded.value !== undefined && schedules.length === 0 && html`<${Empty} title="There are no schedules."><p>Make one: <code>longshore schedule create nightly --cron "0 3 * * *" --type word_count</code></p><//>`}
    ${
      schedules.length > 0 &&
      html`
        <div class="scroll">
          <table>
            <thead>
              <tr><th scope="col">Schedule</th><th scope="col">When</th><th scope="col">Submits</th><th scope="col">Next</th><th scope="col">Last</th><th scope="col" class="n">Fired</th><th scope="col"><span class="hidden">Actions</span></th></tr>
            </thead>
            <tbody>
              ${schedules.map(
                (schedule) => html`
                  <tr key=${schedule.scheduleId}>
                    <th scope="row">${schedule.scheduleId}</th>
                    <td><code>${whenOf(schedule)}</code><${NextFive} schedule=${schedule} /></td>
                    <td>${schedule.task?.type ?? ""}</td>
                    <td>${schedule.paused === true ? html`<span class="warning">paused ${schedule.pauseReason ?? ""}</span>` : html`<${TimeText} time=${schedule.nextTime} />`}</td>
                    <td><${LastTick} tick=${schedule.lastTick} /></td>
                    <td class="n">${count(Number(schedule.firedCount ?? 0))}</td>
                    <td class="actions">
                      <button type="button" disabled=${act.isBusy} onClick=${() => change(schedule.scheduleId, schedule.paused === true ? "resume" : "pause")}>
                        ${schedule.paused === true ? "Resume" : "Pause"}
                      </button>
                      <button type="button" disabled=${act.isBusy} onClick=${() => trigger(schedule.scheduleId)}>Run now</button>
                    </td>
                  </tr>
                `,
              )}
            </tbody>
          </table>
        </div>
      `
    }
  `;
}

function whenOf({ cron, interval }: Schedule): string {
  if (cron !== undefined) return `${cron.expression ?? ""} ${cron.timeZone ?? "UTC"}`;
  return `every ${interval?.every ?? "?"}`;
}

function LastTick({ tick }: { readonly tick: Schedule["lastTick"] }) {
  if (tick === undefined) return html`<span class="none">never</span>`;
  const { time, outcome = "", taskId, problem = "" } = tick;
  const what = html`<${TimeText} time=${time} /> ${outcome.toLowerCase()} ${problem}`;
  return taskId ? html`<a href=${hrefOf("task", taskId)}>${what}</a>` : what;
}

/** The next five times, once one asks for them. */
function NextFive({ schedule }: { readonly schedule: Schedule }) {
  const [times, setTimes] = useState<readonly string[] | undefined>();
  const act = useAct();
  const load = () =>
    act.run(async () => {
      const answer = await send<{ readonly ticks?: readonly { readonly time: string }[] }>(
        "POST",
        "v1/schedules:preview",
        { scheduleId: schedule.scheduleId, count: 5 },
      );
      setTimes((answer.ticks ?? []).map(({ time }) => time));
    });
  return html`
    <details onToggle=${(event: Event) => (event.target as HTMLDetailsElement).open && times === undefined && load()}>
      <summary>next five</summary>
      <${FailureText} failure=${act.failure} />
      ${(times ?? []).map((time) => html`<div key=${time}>${clock(time)}</div>`)}
    </details>
  `;
}
