import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUCKETS, inboxPrefix } from "../../core/subject.ts";
import { type Connection, connectNats } from "../../jetstream/connection.ts";
import { provision } from "../../jetstream/provision.ts";
import { DEFAULT_TOPOLOGY } from "../../jetstream/topology.ts";
import { type SecuredNats, startSecuredNats } from "../support/secured-nats.ts";
import { toolPath } from "../support/tool-path.ts";

const GROUPS = [
  { name: "images", queues: ["images"] },
  { name: "reports", queues: ["reports"] },
];
const USERS = ["gateway", "scheduler", "monitor", "worker-images", "worker-reports", "admin"] as const;
type User = (typeof USERS)[number];

const ID = "0190a000-0000-7000-8000-000000000001";

/** Who may publish to a subject and who may listen to it, of all users; nobody else may. */
interface Rights {
  readonly publish?: readonly User[];
  readonly subscribe?: readonly User[];
}

const WORKERS = ["worker-images", "worker-reports"] as const;

const RIGHTS: Readonly<Record<string, Rights>> = {
  // Tasks and what is known of them. Nobody listens: what is stored is read.
  [`tasks.images.normal.acme.${ID}`]: { publish: ["gateway", "scheduler", "worker-images"] },
  [`tasks.reports.high.acme.${ID}`]: { publish: ["gateway", "scheduler", "worker-reports"] },
  [`tasks.other.low.acme.${ID}`]: { publish: ["gateway", "scheduler"] },
  "tasks.>": {},
  [`delayed.acme.${ID}`]: { publish: ["gateway", "scheduler", ...WORKERS] },
  [`events.acme.${ID}`]: { publish: ["gateway", "scheduler", ...WORKERS] },
  "events.>": {},
  [`timers.start_by.acme.${ID}`]: { publish: ["gateway", "scheduler"] },
  [`due.start_by.acme.${ID}`]: {},
  [`changed.acme.${ID}`]: { subscribe: ["gateway"] },
  [`logs.acme.${ID}.1`]: { publish: WORKERS, subscribe: ["gateway"] },
  [`progress.acme.${ID}`]: { publish: WORKERS, subscribe: ["gateway", "monitor"] },
  "audit.acme.CancelTask": { publish: ["gateway", "admin"] },
  // What processes ask each other.
  "signals.w1": { publish: ["scheduler"], subscribe: WORKERS },
  "control.w1": { publish: ["gateway"], subscribe: WORKERS },
  "scheduler.audit": { publish: ["gateway", "admin"], subscribe: ["scheduler"] },
  "monitor.progress": { publish: ["gateway", "admin"], subscribe: ["monitor"] },
  "monitor.list": { publish: ["gateway", "admin"], subscribe: ["monitor"] },
  "$SRV.PING": { publish: ["admin"], subscribe: ["gateway", "scheduler", "monitor", ...WORKERS] },
  "$SRV.INFO.longshore-gateway": { publish: ["admin"], subscribe: ["gateway"] },
  // Where answers come: only to whoever has asked. A worker answers by a right for each question.
  "_INBOX_gateway.x": { publish: ["scheduler", "monitor"], subscribe: ["gateway"] },
  "_INBOX_scheduler.x": { subscribe: ["scheduler"] },
  "_INBOX_monitor.x": { subscribe: ["monitor"] },
  "_INBOX_worker-images.x": { subscribe: ["worker-images"] },
  "_INBOX_worker-reports.x": { subscribe: ["worker-reports"] },
  "_INBOX_admin.x": { publish: ["gateway", "scheduler", "monitor"], subscribe: ["admin"] },
  "_INBOX.x": { publish: ["gateway", "scheduler", "monitor"], subscribe: ["admin"] },
  ">": {},
  "*.>": {},
  // Buckets.
  [`$KV.${BUCKETS.apiKeys}.k`]: { publish: ["gateway", "admin"] },
  [`$KV.${BUCKETS.apiKeyUses}.k`]: { publish: ["gateway"] },
  [`$KV.${BUCKETS.queues}.images`]: { publish: ["gateway"] },
  [`$KV.${BUCKETS.schedules}.acme.s`]: { publish: ["gateway"] },
  [`$KV.${BUCKETS.scheduleStates}.acme.s`]: { publish: ["gateway", "scheduler"] },
  [`$KV.${BUCKETS.leases}.scheduler`]: { publish: ["scheduler"] },
  [`$KV.${BUCKETS.leases}.alerts`]: { publish: ["monitor"] },
  [`$KV.${BUCKETS.leases}.other`]: {},
  [`$KV.${BUCKETS.projects}.acme`]: { publish: ["gateway", "admin"] },
  [`$KV.${BUCKETS.silences}.s`]: { publish: ["gateway"] },
  [`$KV.${BUCKETS.webhooks}.acme.w`]: { publish: ["gateway"] },
  "$JS.API.STREAM.MSG.GET.KV_webhooks": { publish: ["gateway", "admin"] },
  "$JS.API.DIRECT.GET.KV_webhooks": { publish: ["gateway", "admin"] },
  "$JS.API.CONSUMER.CREATE.KV_webhooks.n.$KV.webhooks.>": { publish: ["scheduler", "admin"] },
  [`$KV.${BUCKETS.webhookPositions}.position`]: { publish: ["scheduler"] },
  [`$KV.${BUCKETS.taskTypes}.t`]: { publish: WORKERS },
  [`$KV.${BUCKETS.workers}.w1`]: { publish: WORKERS },
  [`$KV.${BUCKETS.permits}.images.1`]: { publish: ["worker-images"] },
  [`$KV.${BUCKETS.permits}.reports.1`]: { publish: ["worker-reports"] },
  [`$KV.${BUCKETS.rates}.images`]: { publish: ["worker-images"] },
  [`$KV.${BUCKETS.uniqueKeys}.acme.t.d`]: { publish: ["gateway", "scheduler"] },
  "$KV.>": {},
  // Taking tasks and acknowledging them, in both forms of the server.
  "$JS.API.CONSUMER.MSG.NEXT.TASKS.images-normal": { publish: ["worker-images", "admin"] },
  "$JS.API.CONSUMER.MSG.NEXT.TASKS.reports-normal": { publish: ["worker-reports", "admin"] },
  "$JS.API.CONSUMER.MSG.NEXT.TIMERS.scheduler": { publish: ["scheduler", "admin"] },
  "$JS.ACK.TASKS.images-normal.1.1.1.1.0": { publish: ["worker-images"] },
  "$JS.ACK.TASKS.reports-normal.1.1.1.1.0": { publish: ["worker-reports"] },
  "$JS.ACK._.hash.TASKS.images-normal.1.1.1.1.0": { publish: ["worker-images"] },
  "$JS.ACK._.hash.TASKS.reports-normal.1.1.1.1.0": { publish: ["worker-reports"] },
  "$JS.ACK.TIMERS.scheduler.1.1.1.1.0": { publish: ["scheduler"] },
  [`$KV.${BUCKETS.tokenSecrets}.acme`]: { publish: ["gateway", "admin"] },
  "$JS.API.STREAM.MSG.GET.KV_token-secrets": { publish: ["gateway", "admin"] },
  // Large payloads and results.
  [`$O.payloads.C.acme.${ID}.x`]: { publish: ["gateway", ...WORKERS] },
  "$O.payloads.M.x": { publish: ["gateway", ...WORKERS] },
  "$O.other.C.x": {},
  "$JS.API.DIRECT.GET.OBJ_payloads": { publish: ["gateway", "scheduler", ...WORKERS, "admin"] },
  "$JS.API.STREAM.PURGE.OBJ_payloads": { publish: ["gateway", "scheduler", "admin"] },
  "gateways.limit-uses": { publish: ["gateway"], subscribe: ["gateway"] },
  // Reading what is stored.
  [`$JS.API.DIRECT.GET.EVENTS.events.acme.${ID}`]: {
    publish: ["gateway", "scheduler", "monitor", ...WORKERS, "admin"],
  },
  "$JS.API.DIRECT.GET.EVENTS": { publish: ["gateway", "scheduler", "monitor", "admin"] },
  "$JS.API.DIRECT.GET.TASKS": { publish: ["gateway", "scheduler", "monitor", "admin"] },
  [`$JS.API.DIRECT.GET.TASKS.tasks.reports.high.acme.${ID}`]: {
    publish: ["gateway", "scheduler", "monitor", "admin"],
  },
  "$JS.API.STREAM.MSG.GET.TASKS": { publish: ["scheduler", "admin"] },
  "$JS.API.DIRECT.GET.KV_api-keys": { publish: ["gateway", "admin"] },
  "$JS.API.STREAM.MSG.GET.KV_api-keys": { publish: ["gateway", "admin"] },
  "$JS.API.CONSUMER.CREATE.KV_api-keys.n.$KV.api-keys.>": { publish: ["gateway", "admin"] },
  "$JS.API.CONSUMER.CREATE.KV_queues.n.$KV.queues.>": { publish: ["gateway", ...WORKERS, "admin"] },
  "$JS.API.CONSUMER.CREATE.EVENTS.n": { publish: ["gateway", "scheduler", "monitor", "admin"] },
  // Changing what there is.
  "$JS.API.CONSUMER.CREATE.TASKS.images-normal.tasks.images.normal.*.*": { publish: ["admin"] },
  "$JS.API.CONSUMER.DURABLE.CREATE.TASKS.x": { publish: ["admin"] },
  "$JS.API.CONSUMER.DELETE.TASKS.images-normal": { publish: ["admin"] },
  "$JS.API.CONSUMER.PAUSE.TASKS.images-normal": { publish: ["admin"] },
  "$JS.API.STREAM.CREATE.X": { publish: ["admin"] },
  "$JS.API.STREAM.UPDATE.EVENTS": { publish: ["admin"] },
  "$JS.API.STREAM.DELETE.X": { publish: ["admin"] },
  "$JS.API.STREAM.PURGE.X": { publish: ["admin"] },
  "$JS.API.STREAM.PURGE.LOGS": { publish: ["gateway", "admin"] },
  "$JS.API.STREAM.MSG.DELETE.TASKS": { publish: ["gateway", "scheduler", "admin"] },
  "$JS.API.STREAM.MSG.DELETE.AUDIT": { publish: ["admin"] },
  "$JS.API.STREAM.SNAPSHOT.EVENTS": { publish: ["admin"] },
  "$JS.API.STREAM.RESTORE.X": { publish: ["admin"] },
  "$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.TASKS.images-normal": {},
  "$SYS.REQ.SERVER.PING": {},
  "$SYS.>": {},
  [`_INBOX_worker-images.>`]: { subscribe: ["worker-images"] },
};

describe("on a server with the configuration that we write", () => {
  let secured: SecuredNats;
  const connections = new Map<string, Connection>();
  const endings: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    secured = await startSecuredNats(GROUPS, {}, (end) => endings.push(end));
    for (const user of [...USERS, "test"]) {
      const connection = await connectNats({ ...secured.as(user), name: user });
      endings.unshift(() => connection.close());
      connections.set(user, connection);
    }
    await provision(connectionOf("test"), DEFAULT_TOPOLOGY, ["images", "reports"]);
  });

  afterAll(async () => {
    for (const end of endings) await end();
  });

  function connectionOf(user: string): Connection {
    const connection = connections.get(user);
    if (connection === undefined) throw new Error(`no connection of ${user}`);
    return connection;
  }

  /** Whether the server lets a user do something: what it refuses it says before it answers the next ping. */
  async function isAllowed(user: User, act: (connection: Connection) => void): Promise<boolean> {
    const connection = connectionOf(user);
    const before = secured.violations().length;
    act(connection);
    await connection.nc.flush();
    return secured.violations().length === before;
  }

  test.each(Object.entries(RIGHTS))(
    "S18: %s is for whom it is meant, and for nobody else",
    async (subject, { publish = [], subscribe = [] }) => {
      const found: { publish: User[]; subscribe: User[] } = { publish: [], subscribe: [] };
      for (const user of USERS) {
        const mayListen = await isAllowed(user, ({ nc }) => {
          nc.subscribe(subject, { callback: () => undefined });
        });
        if (mayListen) found.subscribe.push(user);
        // Where there is a consumer's filter in a subject, its wildcards are meant as they are.
        if (/[*>]/.test(subject) && !subject.includes("CREATE")) continue;
        // Nothing that JetStream could take for a request: only who may say it is asked here.
        if (await isAllowed(user, ({ nc }) => nc.publish(subject, "not json"))) found.publish.push(user);
      }
      expect(found).toEqual({
        publish: [...publish].toSorted(byUser),
        subscribe: [...subscribe].toSorted(byUser),
      });
    },
  );

  function byUser(a: User, b: User): number {
    return USERS.indexOf(a) - USERS.indexOf(b);
  }

  test("S19: a worker acknowledges no task of another queue: it stays on lease", async () => {
    const admin = connectionOf("test");
    await admin.nc.request(`tasks.reports.normal.acme.${ID}`, "{}");
    const owner = connectionOf("worker-reports");
    const pulled = await owner.nc.request(
      "$JS.API.CONSUMER.MSG.NEXT.TASKS.reports-normal",
      JSON.stringify({ batch: 1, expires: 2e9 }),
      { timeout: 3_000, noMux: true },
    );
    const reply = pulled.reply ?? "";
    expect(reply).toMatch(/^\$JS\.ACK\./);
    const pending = async () => (await admin.jsm.consumers.info("TASKS", "reports-normal")).num_ack_pending;
    for (const verb of ["+ACK", "-NAK", "+TERM", "+WPI"])
      expect(await isAllowed("worker-images", ({ nc }) => nc.publish(reply, verb))).toBe(false);
    expect(await pending()).toBe(1);
    await owner.nc.request(reply, "+ACK", { timeout: 3_000 });
    expect(await pending()).toBe(0);
  });

  test("S20: nobody hears the answers of another: not by its inbox, not by a wildcard, not by a queue group", async () => {
    const { nc } = connectionOf("worker-images");
    for (const user of USERS.filter((each) => each !== "worker-images")) {
      for (const subject of [`${inboxPrefix(user)}.>`, `${inboxPrefix(user)}.*`, "*.*", "_INBOX.>"]) {
        for (const options of [{}, { queue: "q" }])
          expect({
            subject,
            isHeard: await isAllowed("worker-images", () => {
              nc.subscribe(subject, { ...options, callback: () => undefined });
            }),
          }).toEqual({ subject, isHeard: false });
      }
    }
  });

  test("S18: nats, the command, as a worker's user is refused on every subject that is not its own", async () => {
    const nats = promisify(execFile);
    const run = async (...args: readonly string[]) => {
      const options = [
        "--server",
        secured.url,
        "--nkey",
        secured.seedOf("worker-images"),
        "--timeout",
        "500ms",
      ];
      const done = await nats(toolPath("nats"), [...options, ...args], { timeout: 5_000 }).catch(
        (error: { readonly stdout: string; readonly stderr: string }) => error,
      );
      return `${done.stdout}${done.stderr}`;
    };
    const foreign = Object.entries(RIGHTS).filter(([subject]) => !/[*>]/.test(subject));
    const isOwn = ([, { publish = [] }]: [string, Rights]) => publish.includes("worker-images");
    const wrong: string[] = [];
    await Promise.all(
      Array.from({ length: 4 }, async (_, lane) => {
        for (const [index, entry] of foreign.entries()) {
          if (index % 4 !== lane) continue;
          const isRefused = /Permissions Violation for Publish/.test(await run("pub", entry[0], "x"));
          if (isRefused === isOwn(entry)) wrong.push(entry[0]);
        }
      }),
    );
    expect(wrong).toEqual([]);
    expect(await run("consumer", "next", "TASKS", "reports-normal", "--count", "1")).toMatch(
      /Permissions Violation/,
    );
  }, 60_000);
});
