import { mkdir, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type Command, InvalidArgumentError, Option } from "commander";
import { BYTE_SIZE_FORMAT, parseByteSize } from "../../core/byte-size.ts";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { declareUsers, type WorkerGroup } from "../../jetstream/permissions.ts";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { usageError } from "../exit.ts";
import { formatNatsConfig, type NatsConfigOptions } from "../nats-config/format.ts";
import { SeedFolder } from "../nats-config/keys.ts";
import { type Durability, NATS_MONITOR_PORT, NATS_PORT } from "../nats-server/config-file.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf, type Terminal } from "../terminal.ts";

interface NatsConfigFlags extends GlobalOptions {
  readonly out: string;
  readonly print?: true;
  readonly workerGroup: readonly WorkerGroup[];
  readonly queues?: readonly string[];
  readonly rotate?: readonly string[];
  readonly listen: string;
  readonly monitorPort: number;
  readonly storeDir: string;
  readonly durability: Durability;
  readonly maxFile: number;
  readonly tlsCert?: string;
  readonly tlsKey?: string;
  readonly tlsCa?: string;
}

/** The user that looks after the server itself, in an account of its own. */
const SYSTEM_USER = "system";

/** `longshore admin nats-config`: a configuration of nats-server with a user for each service, and the seeds of those users. */
export function addNatsConfig(admin: Command, { terminal }: CommandContext): void {
  admin
    .command("nats-config")
    .description("write a configuration of nats-server with a user for each service; asks no gateway")
    .option("--out <folder>", "where the configuration and the users' seeds are, and go", "nats")
    .option("--print", "only print the configuration that belongs to the seeds there; write nothing")
    .option(
      "--worker-group <name=queues>",
      "workers that take tasks of these queues only, as images=resize,crop; may be given several times",
      addGroup,
      [],
    )
    .option(
      "--queues <names>",
      "the queues of workers that are in no group (default: `default`, when there are no groups)",
      queueNames,
    )
    .option("--rotate <user...>", "give these users new seeds; the ones they have go on beside them")
    .option("--listen <host:port>", "where clients connect", listenAddress, `127.0.0.1:${NATS_PORT}`)
    .option("--monitor-port <port>", "HTTP monitoring, on loopback", port, NATS_MONITOR_PORT)
    .option("--store-dir <folder>", "where JetStream keeps its streams", "/var/lib/longshore/nats")
    .option(
      "--max-file <size>",
      "the most that streams may take on the disk, from 10GiB",
      maxFile,
      64 * 1024 ** 3,
    )
    .addOption(
      new Option("--durability <mode>", "standard: a power cut may cost a second; strict: nothing")
        .choices(["standard", "strict"])
        .default("standard"),
    )
    .option("--tls-cert <file>", "the server's certificate (PEM)")
    .option("--tls-key <file>", "its key (PEM)")
    .option("--tls-ca <file>", "clients must show a certificate that one of these (PEM) has signed")
    .action(async (_options: unknown, command: Command) => {
      const flags = command.optsWithGlobals<NatsConfigFlags>();
      await writeOrPrint(flags, terminal);
    });
}

async function writeOrPrint(flags: NatsConfigFlags, terminal: Terminal): Promise<void> {
  const groups = groupsOf(flags);
  const declared = declareUsers(groups);
  const names = [...declared.map(({ user }) => user), SYSTEM_USER];
  const tls = tlsOf(flags);
  const unknown = flags.rotate?.find((user) => !names.includes(user));
  if (unknown !== undefined)
    throw usageError(`--rotate ${JSON.stringify(unknown)}: the users are ${names.join(", ")}`);
  if (flags.print && flags.rotate !== undefined)
    throw usageError("--rotate writes seeds: not together with --print");

  const folder = resolve(terminal.cwd, flags.out);
  const seeds = new SeedFolder(folder);
  const made: string[] = [];
  if (!flags.print) {
    for (const user of names) if (await seeds.make(user)) made.push(user);
    for (const user of flags.rotate ?? []) if (!made.includes(user)) await seeds.rotate(user);
  }
  const { listen, monitorPort, storeDir, durability } = flags;
  const config = formatNatsConfig({
    listen,
    monitorPort,
    storeDir,
    durability,
    maxFileBytes: flags.maxFile,
    ...(tls !== undefined && { tls }),
    users: await Promise.all(
      declared.map(async (user) => ({ ...user, nkeys: await seeds.publicKeys(user.user) })),
    ),
    systemNkeys: await seeds.publicKeys(SYSTEM_USER),
  });
  if (flags.print) {
    terminal.write(config);
    return;
  }
  const path = join(folder, "nats-server.conf");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, config);
  const users = names.map((user) => ({ user, seed: seeds.pathOf(user), isNew: made.includes(user) }));
  if (flags.output === "json") printJson(terminal, { config: path, users });
  else report(path, users, groups, flags, terminal);
}

function report(
  path: string,
  users: readonly { readonly user: string; readonly seed: string; readonly isNew: boolean }[],
  groups: readonly WorkerGroup[],
  { listen, rotate = [] }: NatsConfigFlags,
  terminal: Terminal,
): void {
  const style = styleOf(terminal);
  const rows = users.map(({ user, seed, isNew }) => [
    user,
    seed,
    isNew ? "made" : rotate.includes(user) ? "rotated" : "as it was",
  ]);
  terminal.out(formatTable(["USER", "SEED", ""], rows, style));
  terminal.out(path);
  const queues = [...new Set(groups.flatMap((group) => group.queues))]
    .map((queue) => ` --queue ${queue}`)
    .join("");
  const admin = users.find(({ user }) => user === "admin")?.seed;
  terminal.err(`
Check it, and start or reload the server:
  nats-server -t -c ${path}
Each service gets the seed of its user, and no other, as LONGSHORE_NATS_CREDENTIALS; workers of a group also LONGSHORE_WORKER_GROUP.
Workers may not create queues. Do that once, and for every new queue:
  LONGSHORE_NATS_URL=nats://${listen} LONGSHORE_NATS_CREDENTIALS=${admin} longshore provision${queues}`);
}

function groupsOf({ workerGroup, queues }: NatsConfigFlags): readonly WorkerGroup[] {
  const names = workerGroup.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw usageError(`--worker-group ${twice}: given twice`);
  const others = queues ?? (workerGroup.length === 0 ? ["default"] : undefined);
  return [...workerGroup, ...(others === undefined ? [] : [{ name: undefined, queues: others }])];
}

function tlsOf({ tlsCert: cert, tlsKey: key, tlsCa: ca }: NatsConfigFlags): NatsConfigOptions["tls"] {
  if (cert === undefined && key === undefined && ca === undefined) return undefined;
  if (cert === undefined || key === undefined) throw usageError("TLS needs both --tls-cert and --tls-key");
  return { cert, key, ...(ca !== undefined && { ca }) };
}

function addGroup(text: string, before: readonly WorkerGroup[]): readonly WorkerGroup[] {
  const [name = "", queues = "", ...rest] = text.split("=");
  if (!isName(name) || queues === "" || rest.length > 0)
    throw new InvalidArgumentError(`It must be name=queue,queue; the name must be ${NAME_FORMAT}.`);
  return [...before, { name, queues: queueNames(queues) }];
}

function queueNames(text: string): readonly string[] {
  const names = text.split(",").map((word) => word.trim());
  const wrong = names.find((name) => !isName(name));
  if (wrong !== undefined)
    throw new InvalidArgumentError(`${JSON.stringify(wrong)} is no queue: ${NAME_FORMAT}.`);
  return [...new Set(names)];
}

function listenAddress(text: string): string {
  if (!/^(\[[0-9a-f:]+\]|[^\s:]+):\d{1,5}$/i.test(text))
    throw new InvalidArgumentError("It must be host:port.");
  return text;
}

function port(text: string): number {
  if (!/^\d{1,5}$/.test(text) || Number(text) > 65_535) throw new InvalidArgumentError("It must be a port.");
  return Number(text);
}

/** What the streams of Longshore reserve between them is a good 7 GiB: below that provisioning fails. */
function maxFile(text: string): number {
  const bytes = parseByteSize(text);
  if (bytes === undefined) throw new InvalidArgumentError(`It must be ${BYTE_SIZE_FORMAT}.`);
  if (bytes < 10 * 1024 ** 3) throw new InvalidArgumentError("It must be 10GiB or more.");
  return bytes;
}
