#!/usr/bin/env node
// The `longshore` command. Inside the repository it runs the source, in an installed package the built files.
// Plain JavaScript, so that an old Node gets to the message that says what it lacks.
import { existsSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { become, isNewEnough, MINIMUM_NODE, nodeOf, SOURCE_CONDITION } from "./run-node.js";

const self = fileURLToPath(import.meta.url);
const root = dirname(dirname(self));
const isRepository = existsSync(join(root, "sdk", "index.ts")) && !root.split(sep).includes("node_modules");
const runsHere = isNewEnough(process.versions.node);

if (!isRepository && runsHere) {
  mergeEchoedSignals();
  await import("../dist/cli/main.js");
} else if (isRepository && runsHere && readsSource()) {
  mergeEchoedSignals();
  await import("../cli/main.ts");
} else {
  const node = isRepository ? nodeOf(root) : undefined;
  if (node === undefined) {
    console.error(
      `longshore needs Node ${MINIMUM_NODE} or newer, this is ${process.versions.node} (${process.execPath}). ` +
        `Install a newer Node${isRepository ? ", or run `npm ci` here, which brings one" : ""}.`,
    );
    process.exit(1);
  }
  const options = process.execArgv.filter((option) => option !== SOURCE_CONDITION);
  await become(node, [...options, SOURCE_CONDITION, self, ...process.argv.slice(2)]);
}

/** Whether this process was started so that `import "longshore"` means the source. */
function readsSource() {
  const options = [...process.execArgv, ...(process.env.NODE_OPTIONS ?? "").split(" ")];
  return options.includes(SOURCE_CONDITION);
}

/**
 * Under npm one Ctrl-C arrives twice: from the terminal, and passed on by npm a few milliseconds later. To the
 * command a second signal means "stop now, do not drain", so the echo is dropped.
 */
function mergeEchoedSignals() {
  const ECHO_MS = 400;
  const lastAt = new Map();
  const emit = process.emit;
  process.emit = function (event, ...args) {
    if (event === "SIGINT" || event === "SIGTERM") {
      const now = performance.now();
      const isEcho = now - (lastAt.get(event) ?? Number.NEGATIVE_INFINITY) < ECHO_MS;
      if (isEcho) return true;
      lastAt.set(event, now);
    }
    return emit.call(this, event, ...args);
  };
}
