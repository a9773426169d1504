import { runWorker } from "../../services/worker/main.ts";

// A worker as a process of its own, for tests that kill one: settings from the environment, task modules as arguments.
await runWorker(process.env, {}, process.argv.slice(2));
