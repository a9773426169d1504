import { runMonitor } from "../../services/monitor/main.ts";

// A monitor as a process of its own, for tests that kill one: settings from the environment.
await runMonitor(process.env);
