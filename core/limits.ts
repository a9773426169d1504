import { formatByteSize } from "./byte-size.ts";
import { formatDuration } from "./duration.ts";

/** What is limited: the calls made with one API key, or all that belongs to a project. */
export type LimitScope = "key" | "project";

/** One limit: what it counts in, its bounds, and what holds where nothing is set. */
export interface LimitDefinition {
  readonly unit: string;
  /** The least and the most that can be set. */
  readonly min: number;
  readonly max: number;
  /** Whether fractions make sense. */
  readonly fractions?: true;
  /** What holds for a key that has nothing set; absent: keys do not have this limit. */
  readonly key?: number;
  /** What holds for a project that has nothing set. */
  readonly project: number;
}

const MIB = 1024 ** 2;

/** Every limit that a key or a project has. `docs/limits.md` lists the same table, and a test compares the two. */
export const LIMITS = {
  /** Calls; `SubmitTasks` counts each of its tasks as one. Over all gateways. */
  requestsPerSecond: {
    unit: "calls/s",
    min: 0.01,
    max: 1_000_000,
    fractions: true,
    key: 100_000,
    project: 100_000,
  },
  /** How many calls may come at once after a pause. */
  requestBurst: { unit: "calls", min: 1, max: 1_000_000, key: 100_000, project: 100_000 },
  /** Tasks that have not ended: in line, due later, or held by a worker. */
  maxQueued: { unit: "tasks", min: 1, max: 1_000_000_000, project: 10_000_000 },
  /** Tasks that run at once, over all workers. 0, the default, is no limit. */
  maxRunning: { unit: "tasks", min: 1, max: 10_000, project: 0 },
  /** The payload of one task, as JSON. */
  maxPayloadBytes: { unit: "bytes", min: 1, max: 64 * MIB, key: 64 * MIB, project: 64 * MIB },
  /** Calls that wait (`WaitTask`) or stream, at each gateway. */
  maxWatches: { unit: "calls", min: 1, max: 100_000, key: 10_000, project: 10_000 },
  maxSchedules: { unit: "schedules", min: 1, max: 100_000, project: 1_000 },
  /** The shortest time between two ticks of a schedule. */
  minScheduleIntervalMs: { unit: "ms", min: 1_000, max: 365 * 86_400_000, project: 1_000 },
} as const satisfies Record<string, LimitDefinition>;

/** The name of a limit of a project. */
export type LimitName = keyof typeof LIMITS;

/** The name of a limit that keys have, too. */
export type KeyLimitName = {
  [Name in LimitName]: (typeof LIMITS)[Name] extends { readonly key: number } ? Name : never;
}[LimitName];

/** All limits of a project, each with its number. */
export type ProjectLimits = Readonly<Record<LimitName, number>>;
/** All limits of a key, each with its number. */
export type KeyLimits = Readonly<Record<KeyLimitName, number>>;
/** Those that are set by hand; the others are at their defaults. */
export type SetLimits<Name extends LimitName = LimitName> = { readonly [N in Name]?: number };

const NAMES = Object.keys(LIMITS) as readonly LimitName[];

/** The names of the limits that a scope has. */
export function limitNames(scope: LimitScope): readonly LimitName[] {
  return NAMES.filter((name) => scope in LIMITS[name]);
}

/** What is stored for a project: the entry `<project>` of the bucket `projects`. */
export interface ProjectSettings {
  /** The form of this entry; a reader leaves a form that it does not know alone. */
  readonly version: 1;
  readonly limits: SetLimits;
}

/** A project that nobody has set anything for. */
export const NO_PROJECT_SETTINGS: ProjectSettings = { version: 1, limits: {} };

const KEY_DEFAULTS = defaultsOf("key") as KeyLimits;
const PROJECT_DEFAULTS = defaultsOf("project") as ProjectLimits;

function defaultsOf(scope: LimitScope): Record<string, number> {
  return Object.fromEntries(
    limitNames(scope).map((name) => [name, (LIMITS[name] as LimitDefinition)[scope] ?? 0]),
  );
}

/** What holds for a key. */
export function keyLimits(set: SetLimits<KeyLimitName> | undefined): KeyLimits {
  return set === undefined ? KEY_DEFAULTS : { ...KEY_DEFAULTS, ...set };
}

/** What holds for a project. */
export function projectLimits(set: SetLimits | undefined): ProjectLimits {
  return set === undefined ? PROJECT_DEFAULTS : { ...PROJECT_DEFAULTS, ...set };
}

/** Why a limit cannot have a value, as the end of a sentence that begins with the value; undefined when it can. */
export function limitProblem(name: LimitName, value: number): string | undefined {
  const { min, max, fractions }: LimitDefinition = LIMITS[name];
  const isInBounds = value >= min && value <= max && (fractions === true || Number.isInteger(value));
  return isInBounds
    ? undefined
    : `must be ${fractions === true ? "" : "a whole number "}from ${min} to ${max}, or 0 for the default`;
}

/** Changes limits: a value of 0 takes one back to its default, one that is absent stays as it is. */
export function changeLimits<Name extends LimitName>(
  before: SetLimits<Name>,
  changes: SetLimits<Name>,
): SetLimits<Name> {
  const entries = Object.entries({ ...before, ...changes }).filter(([, value]) => value !== 0);
  return Object.fromEntries(entries) as SetLimits<Name>;
}

/** Reads limits that were stored: those that this program knows, with values that can be. The others do not count. */
export function parseLimits(value: unknown, scope: LimitScope): SetLimits {
  if (typeof value !== "object" || value === null) return {};
  const given = value as Partial<Record<LimitName, unknown>>;
  const entries = limitNames(scope).flatMap((name) => {
    const number = given[name];
    return typeof number === "number" && limitProblem(name, number) === undefined ? [[name, number]] : [];
  });
  return Object.fromEntries(entries) as SetLimits;
}

/** Reads an entry of the bucket `projects`; undefined when it is none of ours, or of a later form. */
export function parseProjectSettings(text: string): ProjectSettings | undefined {
  try {
    const value = JSON.parse(text) as Partial<ProjectSettings> | null;
    return value?.version === 1 ? { version: 1, limits: parseLimits(value.limits, "project") } : undefined;
  } catch {
    return undefined;
  }
}

/** A value of a limit, for people. */
export function formatLimit(name: LimitName, value: number): string {
  if (name === "maxRunning" && value === 0) return "no limit";
  if (name === "maxPayloadBytes") return formatByteSize(value);
  if (name === "minScheduleIntervalMs") return formatDuration(value);
  return `${value} ${LIMITS[name].unit}`;
}
