import { loadTasks } from "../../../services/worker/load-tasks.ts";

// Loads the task modules named in its arguments as a worker does, and prints what came of it as JSON. In a process of its
// own, because vitest loads modules its own way.
const loaded = await loadTasks(process.argv.slice(2));
console.log(JSON.stringify(loaded.ok ? { ok: true, types: [...loaded.definitions.keys()] } : loaded));
