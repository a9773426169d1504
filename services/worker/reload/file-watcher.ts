import { type FSWatcher, watch } from "node:fs";
import { dirname, join } from "node:path";

export interface FileWatcher {
  /** Looks after the folders that have come to hold files since. */
  refresh(): void;
  stop(): void;
}

/**
 * Calls back with the files that have changed, were made or went, once they have been quiet for `quietMs` milliseconds. Folders
 * are watched, not files: editors save by putting another file in the place of the old one.
 *
 * @param files the files that count, by absolute path; asked anew each time
 */
export function watchFiles(
  files: () => ReadonlySet<string>,
  quietMs: number,
  onChange: (changed: readonly string[]) => void,
): FileWatcher {
  const folders = new Map<string, FSWatcher>();
  const changed = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = () => {
    const paths = [...changed];
    changed.clear();
    onChange(paths);
  };
  const note = (path: string) => {
    if (!files().has(path)) return;
    changed.add(path);
    clearTimeout(timer);
    timer = setTimeout(tell, quietMs);
  };
  const watchFolder = (folder: string) => {
    try {
      const watcher = watch(folder, (_event, name) => {
        if (name !== null) note(join(folder, name));
      });
      // A folder that went; should it come again, `refresh` finds it.
      watcher.on("error", () => {
        watcher.close();
        folders.delete(folder);
      });
      folders.set(folder, watcher);
    } catch {
      // Not there (any more): the next `refresh` tries again.
    }
  };
  const refresh = () => {
    for (const folder of new Set([...files()].map(dirname))) if (!folders.has(folder)) watchFolder(folder);
  };
  refresh();
  return {
    refresh,
    stop() {
      clearTimeout(timer);
      for (const watcher of folders.values()) watcher.close();
      folders.clear();
    },
  };
}
