import { Kvm } from "@nats-io/kv";
import { NO_PROJECT_SETTINGS, type ProjectSettings, parseProjectSettings } from "../core/limits.ts";
import { messageOf } from "../core/message-of.ts";
import { BUCKETS } from "../core/subject.ts";
import type { Connection } from "./connection.ts";
import { watchBucket } from "./watched-bucket.ts";

/** The settings of all projects, held in memory and kept up to date. */
export interface WatchedProjects {
  /** Undefined for a project that nobody has set anything for. */
  get(project: string): ProjectSettings | undefined;
  stop(): void;
}

/**
 * Reads the settings of all projects before it resolves, and follows every later change. Rejects when the bucket is not there.
 *
 * @param onChange told after every change, with the name of the project
 */
export async function watchProjects(
  connection: Connection,
  onChange: (project: string) => void,
): Promise<WatchedProjects> {
  const bucket = await watchBucket<ProjectSettings>(connection, BUCKETS.projects, parseProjectSettings);
  bucket.onChange(onChange);
  return bucket;
}

/** How often a change is made anew when somebody else changes the same project in between. */
const TRIES = 20;

/** The settings of one project as they are stored now; none are set where there is no entry. Rejects when NATS does not answer. */
export async function readProject(connection: Connection, project: string): Promise<ProjectSettings> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.projects);
  const entry = await kv.get(project);
  const stored = entry?.operation === "PUT" ? parseProjectSettings(entry.string()) : undefined;
  return stored ?? NO_PROJECT_SETTINGS;
}

/**
 * Changes the settings of one project by compare-and-set. Resolves with what is stored then; gateways follow within
 * milliseconds. Rejects when NATS does not answer, or when others kept changing it.
 *
 * @param change what they become; it may be asked several times. An entry that cannot be read is replaced.
 */
export async function changeProject(
  connection: Connection,
  project: string,
  change: (before: ProjectSettings) => ProjectSettings,
): Promise<ProjectSettings> {
  const kv = await new Kvm(connection.nc).open(BUCKETS.projects);
  for (let i = 0; ; i++) {
    const entry = await kv.get(project);
    const stored = entry?.operation === "PUT" ? parseProjectSettings(entry.string()) : undefined;
    const after = change(stored ?? NO_PROJECT_SETTINGS);
    try {
      await kv.put(project, JSON.stringify(after), { previousSeq: entry?.revision ?? 0 });
      return after;
    } catch (error) {
      if (i >= TRIES || !/wrong last sequence/.test(messageOf(error))) throw error;
    }
  }
}
