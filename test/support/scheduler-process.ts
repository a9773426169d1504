import { runScheduler } from "../../services/scheduler/main.ts";

// A scheduler as a process of its own, for tests that kill one: settings from the environment.
await runScheduler(process.env);
