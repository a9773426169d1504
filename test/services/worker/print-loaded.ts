import { loadTasks } from "../../../services/worker/load-tasks.ts";

// Loads the task modules named in its arguments as a worker does, and prints what came of it as JSON, with the folders that
// programs will run in. In a process of its own, because vitest loads modules its own way.
const loaded = await loadTasks(process.argv.slice(2));
if (loaded.ok) {
  const types = [...loaded.definitions.keys()];
  const folders = [...loaded.definitions.values()].flatMap((task) => ("command" in task ? [task.cwd] : []));
  console.log(JSON.stringify({ ok: true, types, ...(folders.length > 0 && { folders }) }));
} else console.log(JSON.stringify(loaded));
