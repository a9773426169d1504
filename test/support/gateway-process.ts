import { runGateway } from "../../services/gateway/main.ts";

// A gateway as a process of its own, for tests that kill one: settings from the environment.
await runGateway(process.env);
