import type { StoredApiKey } from "../../../core/api-key.ts";
import {
  type KeyLimits,
  keyLimits,
  type ProjectLimits,
  type ProjectSettings,
  projectLimits,
} from "../../../core/limits.ts";

/** What holds for each key and each project now. */
export interface LimitBook {
  /** Undefined for a key that does not exist. */
  key(id: string): KeyLimits | undefined;
  project(name: string): ProjectLimits;
}

/** Looks limits up where keys and projects are followed; what was worked out once for an entry is kept for as long as that entry. */
export function createLimitBook(
  findKey: (id: string) => StoredApiKey | undefined,
  findProject: (name: string) => ProjectSettings | undefined,
): LimitBook {
  const ofKeys = new WeakMap<StoredApiKey, KeyLimits>();
  const ofProjects = new WeakMap<ProjectSettings, ProjectLimits>();
  return {
    key(id) {
      const stored = findKey(id);
      return stored && remember(ofKeys, stored, () => keyLimits(stored.limits));
    },
    project(name) {
      const stored = findProject(name);
      if (stored === undefined) return projectLimits(undefined);
      return remember(ofProjects, stored, () => projectLimits(stored.limits));
    },
  };
}

function remember<Key extends object, Value>(known: WeakMap<Key, Value>, key: Key, make: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = make();
    known.set(key, value);
  }
  return value;
}
