import { get, send } from "../api.ts";
import { bytes, duration, seconds } from "../format.ts";
import { html } from "../html.ts";
import { hrefOf } from "../location.ts";
import { useAct } from "../parts/act.ts";
import { Empty } from "../parts/empty.ts";
import { FailureText } from "../parts/failure.ts";
import { TimeText } from "../parts/time-text.ts";
import { useData } from "../use-data.ts";

/** A worker, as far as it is shown; 64-bit numbers come as text. */
interface Worker {
  readonly workerId: string;
  readonly host?: string;
  readonly longshoreVersion?: string;
  readonly startTime?: string;
  readonly heartbeatTime?: string;
  readonly state?: string;
  readonly queues?: readonly string[];
  readonly pools?: readonly { readonly pool: string; readonly size?: number; readonly free?: number }[];
  readonly running?: readonly {
    readonly taskId: string;
    readonly type?: string;
    readonly attempt?: number;
    readonly age?: string;
  }[];
  readonly otherRunningCount?: number;
  readonly memoryRssBytes?: string;
  readonly problems?: readonly string[];
}

/** Who works, on what, and what is wrong with it. */
export function WorkersView() {
  const loaded = useData(
    "workers",
    (signal) => get<{ readonly workers?: readonly Worker[] }>("v1/workers", {}, signal),
    2_000,
  );
  const act = useAct();
  const workers = loaded.value?.workers ?? [];
  const scale = (id: string, pool: string, concurrency: number) =>
    act.run(
      () => send("POST", `v1/workers/${encodeURIComponent(id)}:scale`, { pool, concurrency }),
      loaded.reload,
    );
  const hold = (id: string, verb: "drain" | "resume") =>
    act.run(() => send("POST", `v1/workers/${encodeURIComponent(id)}:${verb}`, {}), loaded.reload);
  return html`
    <div class="bar"><h1>Workers</h1></div>
    <${FailureText} failure=${loaded.failure ?? act.failure} />
    ${loaded.value !== undefined && workers.length === 0 && html`<${Empty} title="No worker is there."><p>Start one: <code>longshore worker --tasks FILE</code></p><//>`}
    <div class="cards">
      ${workers.map(
        (worker) => html`
          <section class="card" key=${worker.workerId} aria-label=${worker.workerId}>
            <h2>${worker.workerId} <span class=${`badge worker-${(worker.state ?? "ready").toLowerCase()}`}>${(worker.state ?? "ready").toLowerCase()}</span></h2>
            <div class="actions">
              ${
                worker.state === "DRAINING"
                  ? html`<button type="button" disabled=${act.isBusy} onClick=${() => hold(worker.workerId, "resume")}>Take tasks again</button>`
                  : html`<button type="button" disabled=${act.isBusy} onClick=${() => hold(worker.workerId, "drain")}>Drain</button>`
              }
            </div>
            <p class="none">
              ${worker.host ?? ""} · ${worker.longshoreVersion ?? ""} · up since <${TimeText} time=${worker.startTime} /> · heard of
              ${" "}<${TimeText} time=${worker.heartbeatTime} /> · ${bytes(Number(worker.memoryRssBytes ?? 0))}
            </p>
            ${(worker.problems ?? []).map((problem) => html`<p class="failure">${problem}</p>`)}
            <p>Queues: ${(worker.queues ?? []).join(", ")}</p>
            ${(worker.pools ?? []).map(
              ({ pool, size = 0, free = 0 }) => html`
                <p class="pool">
                  <strong>${pool}</strong>
                  <meter aria-label=${`Busy slots of ${pool}`} min="0" max=${size} value=${size - free}></meter>
                  ${size - free} of ${size} busy
                  <button type="button" aria-label=${`One slot less for ${pool} of ${worker.workerId}`} disabled=${size <= 1 || act.isBusy} onClick=${() => scale(worker.workerId, pool, size - 1)}>−</button>
                  <button type="button" aria-label=${`One slot more for ${pool} of ${worker.workerId}`} disabled=${act.isBusy} onClick=${() => scale(worker.workerId, pool, size + 1)}>+</button>
                </p>
              `,
            )}
            <ul class="running">
              ${(worker.running ?? []).map(
                ({ taskId, type = "", age }) => html`
                  <li key=${taskId}><a class="id" href=${hrefOf("task", taskId)}>${taskId.slice(-12)}</a> ${type} for ${duration(seconds(age) ?? 0)}</li>
                `,
              )}
            </ul>
            ${(worker.otherRunningCount ?? 0) > 0 && html`<p class="none">and ${worker.otherRunningCount} others</p>`}
          </section>
        `,
      )}
    </div>
  `;
}
