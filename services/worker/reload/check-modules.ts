import { loadTasks } from "../load-tasks.ts";
import type { Verdict } from "./check-in-child.ts";
import { moduleFiles } from "./module-files.ts";

// The entry of a process that is thrown away: loads the task modules named in its arguments, and tells what is wrong with them.

process.on("disconnect", () => process.exit(0));
const loaded = await loadTasks(process.argv.slice(2));
// What the modules have opened must not keep it.
const verdict: Verdict = {
  files: [...moduleFiles()],
  ...(!loaded.ok && { problem: loaded.problem }),
};
process.send?.(verdict, () => process.exit(0));
