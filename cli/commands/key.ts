import { type Command, InvalidArgumentError } from "commander";
import { isApiKeyId, KEY_LABEL_MAX, ROTATION_OVERLAP_MS } from "../../core/api-key.ts";
import { formatDuration } from "../../core/duration.ts";
import { changeLimits, type KeyLimitName, keyLimits } from "../../core/limits.ts";
import { isName, NAME_FORMAT } from "../../core/name.ts";
import { parseRole, ROLES, type Role } from "../../core/role.ts";
import {
  changeApiKey,
  type ListedApiKey,
  listApiKeys,
  readApiKey,
  removeApiKey,
  retireApiKey,
} from "../../jetstream/api-keys.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { type ApiKeyPurpose, generateApiKey } from "../../runtime/api-key-hash.ts";
import type { CommandContext } from "../command-context.ts";
import type { GlobalOptions } from "../endpoints.ts";
import { CommandError, usageError } from "../exit.ts";
import { auditKey, limitTexts, storeKey } from "../key-store.ts";
import { addLimitOptions, limitFlags, limitRows, limitsOf } from "../limit-options.ts";
import { durationValue } from "../option-values.ts";
import { printJson } from "../output.ts";
import { formatTable } from "../table.ts";
import { styleOf, type Terminal } from "../terminal.ts";
import { formatTime } from "../time-text.ts";
import { withStore } from "../with-store.ts";

interface CreateOptions extends GlobalOptions {
  readonly project: string;
  readonly role: Role;
  readonly label?: string;
  readonly expires?: number;
}

interface ListOptions extends GlobalOptions {
  readonly project?: string;
}

interface RotateOptions extends GlobalOptions {
  readonly overlap: number;
}

/** `longshore key create|list|update|rotate|revoke`: API keys of all projects. Works on NATS itself: whoever may write there may make keys. */
export function addKeyCommands(program: Command, context: CommandContext): void {
  const key = program
    .command("key")
    .description("make, list, limit, rotate and revoke API keys (on NATS itself)");
  addCreate(key, context);
  addList(key, context);
  addRotate(key, context);
  addUpdate(key, context);
  addRevoke(key, context);
}

function addCreate(key: Command, { terminal }: CommandContext): void {
  const create = key
    .command("create")
    .description("make a key for a project and print it; it cannot be shown again")
    .requiredOption("--project <name>", "the project that whoever holds the key acts for")
    .option("--role <role>", `what its holder may do: ${ROLES.join(", ")}`, roleValue, "submitter" as const)
    .option("--label <text>", "who or what will use it, for people")
    .option(
      "--expires <duration>",
      "for how long it is valid, such as 90d (default: until it is revoked)",
      durationValue,
    );
  addLimitOptions(create, "key");
  create.action(async (_options: unknown, command: Command) => {
    const options = command.optsWithGlobals<CreateOptions>();
    const limits = changeLimits({}, limitsOf<KeyLimitName>("key", { ...options }));
    const { project, role, label, expires } = options;
    if (!isName(project)) throw usageError(`--project ${JSON.stringify(project)}: it must be ${NAME_FORMAT}`);
    if (label !== undefined && label.length > KEY_LABEL_MAX)
      throw usageError(`--label: ${label.length} characters, at most ${KEY_LABEL_MAX} are allowed`);
    const now = new Date();
    const purpose: ApiKeyPurpose = {
      project,
      role,
      ...(label !== undefined && { label }),
      ...(Object.keys(limits).length > 0 && { limits }),
      ...(expires !== undefined && { expiresAt: new Date(now.getTime() + expires).toISOString() }),
    };
    await withStore(options, terminal, "key create", (connection) =>
      makeKey(connection, purpose, now, options, terminal),
    );
  });
}

function addList(key: Command, { terminal }: CommandContext): void {
  key
    .command("list")
    .description("list the keys, without their secrets")
    .option("--project <name>", "only those of one project")
    .action(async (_options: unknown, command: Command) => {
      const options = command.optsWithGlobals<ListOptions>();
      const { project } = options;
      await withStore(options, terminal, "key list", async (connection) => {
        const all = await listApiKeys(connection);
        const keys = all.filter(({ stored }) => project === undefined || stored.project === project);
        if (options.output === "json") printJson(terminal, { keys: keys.map(withoutHash) });
        else if (keys.length === 0) terminal.err("No key: longshore key create --project NAME");
        else terminal.out(formatTable(HEADER, keys.map(toRow), styleOf(terminal)));
      });
    });
}

function addRotate(key: Command, { terminal }: CommandContext): void {
  key
    .command("rotate")
    .description("make a key that takes the place of another, which goes on for a while; print the new one")
    .argument("<id>", "the id of the old key, as `key list` shows it", keyIdValue)
    .option(
      "--overlap <duration>",
      `how long the old key goes on (default: ${formatDuration(ROTATION_OVERLAP_MS)})`,
      durationValue,
      ROTATION_OVERLAP_MS,
    )
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<RotateOptions>();
      await withStore(options, terminal, "key rotate", async (connection) => {
        const old = await readApiKey(connection, id);
        if (old === undefined) throw noSuchKey(id);
        const { project, role, label, limits } = old;
        const now = new Date();
        // The new key first: nobody is ever left without one.
        const kept = { ...(label !== undefined && { label }), ...(limits !== undefined && { limits }) };
        const purpose = { project, role, replaces: id, ...kept };
        await makeKey(connection, purpose, now, options, terminal);
        await auditKey(connection, project, "RotateApiKey", id);
        const retired = await retireApiKey(connection, id, now, options.overlap);
        if (retired?.expiresAt !== undefined)
          terminal.err(`${id} is valid until ${formatTime(new Date(retired.expiresAt))}.`);
      });
    });
}

function addUpdate(key: Command, { terminal }: CommandContext): void {
  const update = key
    .command("update")
    .description("change the limits of a key; 0 takes one back to its default")
    .argument("<id>", "its id, as `key list` shows it", keyIdValue);
  addLimitOptions(update, "key");
  update.action(async (id: string, _options: unknown, command: Command) => {
    const options = command.optsWithGlobals<GlobalOptions>();
    const changes = limitsOf<KeyLimitName>("key", { ...options });
    if (Object.keys(changes).length === 0) throw usageError(`name a limit: ${limitFlags("key")}`);
    await withStore(options, terminal, "key update", async (connection) => {
      const after = await changeApiKey(connection, id, (before) => ({
        ...before,
        limits: changeLimits(before.limits ?? {}, changes),
      }));
      if (after === undefined) throw noSuchKey(id);
      await auditKey(connection, after.project, "UpdateApiKey", id, limitTexts(changes));
      const set = after.limits ?? {};
      const limits = keyLimits(set);
      if (options.output === "json") printJson(terminal, { id, limits, set: Object.keys(set) });
      else
        terminal.out(formatTable(["LIMIT", "VALUE", ""], limitRows("key", limits, set), styleOf(terminal)));
    });
  });
}

function addRevoke(key: Command, { terminal }: CommandContext): void {
  key
    .command("revoke")
    .description("end a key at once")
    .argument("<id>", "its id, as `key list` shows it", keyIdValue)
    .action(async (id: string, _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<GlobalOptions>();
      await withStore(options, terminal, "key revoke", async (connection) => {
        const stored = await readApiKey(connection, id);
        if (stored === undefined || !(await removeApiKey(connection, id))) throw noSuchKey(id);
        await auditKey(connection, stored.project, "RevokeApiKey", id);
        if (options.output === "json") printJson(terminal, { id, revoked: true });
        else terminal.out(`${id} is revoked.`);
      });
    });
}

async function makeKey(
  connection: Connection,
  purpose: ApiKeyPurpose,
  now: Date,
  { output }: GlobalOptions,
  terminal: Terminal,
): Promise<void> {
  const { id, text, stored } = generateApiKey(purpose, now);
  await storeKey(connection, id, stored);
  if (output === "json") {
    printJson(terminal, { id, key: text, ...purpose });
    return;
  }
  terminal.out(text);
  terminal.err(
    `This is the only time that the key is shown. Project: ${purpose.project}, role: ${purpose.role}, id: ${id}.`,
  );
}

function noSuchKey(id: string): CommandError {
  return new CommandError(`no key has the id ${id}`, { remedy: "`longshore key list` shows them." });
}

function roleValue(text: string): Role {
  const role = parseRole(text);
  if (role === undefined) throw new InvalidArgumentError(`It must be one of ${ROLES.join(", ")}.`);
  return role;
}

function keyIdValue(text: string): string {
  if (!isApiKeyId(text)) throw new InvalidArgumentError("It must be 16 digits from 0-9 and a-f.");
  return text;
}

const HEADER = ["ID", "PROJECT", "ROLE", "CREATED", "EXPIRES", "LAST USED", "LABEL"];

function toRow({ id, stored, lastUsedAt }: ListedApiKey): string[] {
  const { project, role, createdAt, expiresAt, label = "" } = stored;
  const isOver = expiresAt !== undefined && Date.parse(expiresAt) <= Date.now();
  const expires = expiresAt === undefined ? "never" : formatTime(new Date(expiresAt));
  return [
    id,
    project,
    role,
    formatTime(new Date(createdAt)),
    isOver ? `${expires} (over)` : expires,
    lastUsedAt === undefined ? "never" : formatTime(lastUsedAt),
    label,
  ];
}

function withoutHash({ id, stored, lastUsedAt }: ListedApiKey) {
  const { hash: _hash, version: _version, ...shown } = stored;
  return { id, ...shown, ...(lastUsedAt !== undefined && { lastUsedAt: lastUsedAt.toISOString() }) };
}
