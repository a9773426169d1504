import { spawn, spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import type { Silence } from "../../../../core/silence.ts";
import { createLog } from "../../../../runtime/log.ts";
import type { AlertNews, AlertSink } from "../../../../services/monitor/alerts/alert-sink.ts";
import { AlertWatch } from "../../../../services/monitor/alerts/alert-watch.ts";
import { alertmanagerSink } from "../../../../services/monitor/alerts/alertmanager-sink.ts";
import { DEFAULT_RULES } from "../../../../services/monitor/alerts/default-rules.ts";
import { webhookSink } from "../../../../services/monitor/alerts/webhook-sink.ts";
import { eventually, eventuallyTrue } from "../../../support/eventually.ts";
import { freePort } from "../../../support/free-port.ts";
import { temporaryFolder } from "../../../support/temporary-folder.ts";
import { situation } from "./situations.ts";

const log = createLog({ service: "monitor", instance: "m1", level: "silent" });
const rules = DEFAULT_RULES.filter(({ name }) => name === "NatsDown").map((rule) => ({
  ...rule,
  forMs: 0,
  keepMs: 0,
}));

/** A watch over one rule; `isConnected` says whether all is well. */
function watchWith(sinks: readonly AlertSink[], silences: Silence[] = [], tells = true) {
  const state = { isConnected: true };
  const watch = new AlertWatch({
    rules,
    situation: (nowMs) => situation({ nowMs, isConnected: state.isConnected }),
    silences: () => silences,
    sinks,
    tells: () => tells,
    log,
  });
  return { watch, state };
}

test("who is told learns once that an alert begins, and once that it is over", () => {
  const told: AlertNews[] = [];
  const { watch, state } = watchWith([(news) => told.push(news)]);
  const news = () => {
    watch.look(told.length * 5_000);
    const { begun, resolved, firing } = told.at(-1) ?? {};
    return [begun?.length, firing?.length, resolved?.length];
  };
  expect(news()).toEqual([0, 0, 0]);
  state.isConnected = false;
  expect(news()).toEqual([1, 1, 0]);
  expect(news()).toEqual([0, 1, 0]);
  state.isConnected = true;
  expect(news()).toEqual([0, 0, 1]);
  expect(news()).toEqual([0, 0, 0]);
});

test("a silence keeps an alert quiet until it ends, and lists show both", () => {
  const told: AlertNews[] = [];
  const until = new Date(60_000).toISOString();
  const silence = {
    version: 1,
    id: "s",
    alert: "NatsDown",
    labels: { node: "all" },
    until,
    by: "k",
    reason: "",
  } as const;
  const { watch, state } = watchWith([(news) => told.push(news)], [silence]);
  state.isConnected = false;
  watch.look(0);
  expect(told.at(-1)?.firing).toEqual([]);
  expect(watch.alerts(0)).toMatchObject([{ state: "firing", isSilenced: true }]);
  watch.look(60_000);
  expect(told.at(-1)?.begun).toHaveLength(1);
  expect(watch.alerts(60_000)).toMatchObject([{ isSilenced: false }]);
});

test("of several monitors only one tells", () => {
  const told: AlertNews[] = [];
  const { watch, state } = watchWith([(news) => told.push(news)], [], false);
  state.isConnected = false;
  watch.look(0);
  expect(told).toEqual([]);
  expect(watch.alerts(0)).toHaveLength(1);
});

test("a webhook is called when an alert begins and when it is over, and again when it could not take it", async () => {
  const bodies: { status: string; alerts: { labels: object }[] }[] = [];
  let failures = 1;
  const server = createServer((request, response) => {
    let text = "";
    request.on("data", (chunk) => {
      text += chunk;
    });
    request.on("end", () => {
      if (failures-- > 0) response.writeHead(500).end();
      else {
        bodies.push(JSON.parse(text));
        response.end();
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const { watch, state } = watchWith([webhookSink(`http://127.0.0.1:${port}/hook`, log)]);
  state.isConnected = false;
  watch.look(Date.now());
  await eventuallyTrue("it is told", () => bodies.length === 1);
  state.isConnected = true;
  watch.look(Date.now());
  await eventuallyTrue("it is told that it is over", () => bodies.length === 2);
  expect(bodies.map(({ status }) => status)).toEqual(["firing", "resolved"]);
  expect(bodies[0]?.alerts[0]?.labels).toMatchObject({
    alertname: "NatsDown",
    severity: "critical",
    node: "all",
  });
});

const hasAlertmanager = spawnSync("prometheus-alertmanager", ["--version"]).status === 0;
const why = hasAlertmanager ? "" : " (skipped: prometheus-alertmanager is not installed)";

test.skipIf(!hasAlertmanager)(
  `a real Alertmanager has an alert while it fires, and then no more${why}`,
  async () => {
    const folder = temporaryFolder();
    const config = join(folder, "alertmanager.yml");
    writeFileSync(config, "route: {receiver: none}\nreceivers: [{name: none}]\n");
    const address = `127.0.0.1:${await freePort()}`;
    const manager = spawn(
      "prometheus-alertmanager",
      [
        `--config.file=${config}`,
        `--storage.path=${folder}`,
        `--web.listen-address=${address}`,
        "--cluster.listen-address=",
      ],
      { stdio: "ignore" },
    );
    onTestFinished(() => void manager.kill("SIGKILL"));
    await eventually("Alertmanager to be ready", async () =>
      (await fetch(`http://${address}/-/ready`).catch(() => undefined))?.ok === true ? true : undefined,
    );
    const active = async () => {
      const response = await fetch(`http://${address}/api/v2/alerts?active=true`);
      return (await response.json()) as {
        labels: Record<string, string>;
        annotations: Record<string, string>;
      }[];
    };

    const { watch, state } = watchWith([alertmanagerSink([`http://${address}`], log)]);
    state.isConnected = false;
    watch.look(Date.now());
    const [alert] = await eventually("the alert to be there", async () => {
      const alerts = await active();
      return alerts.length === 1 ? alerts : undefined;
    });
    expect(alert?.labels).toEqual({
      alertname: "NatsDown",
      severity: "critical",
      service: "longshore",
      node: "all",
    });
    expect(alert?.annotations["summary"]).toContain("NATS");
    state.isConnected = true;
    watch.look(Date.now());
    await eventuallyTrue("the alert is gone", async () => (await active()).length === 0);
  },
);
