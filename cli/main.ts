import { EXIT } from "./exit.ts";
import { runCommandLine } from "./program.ts";
import { processTerminal } from "./terminal.ts";

process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  // A reader that has seen enough (`| head`) ends the command; that is no error.
  if (error.code === "EPIPE") process.exit(EXIT.ok);
  // A terminal that was closed takes no more words, and has sent SIGHUP as well.
  if (error.code !== "EIO") process.exit(EXIT.error);
});

process.on("SIGINT", () => {
  // Services and `dev` bring their own handler, which lets running tasks end.
  if (process.listenerCount("SIGINT") === 1) process.exit(EXIT.interrupted);
});

const exitCode = await runCommandLine(process.argv.slice(2), processTerminal());
// A service runs on once its command is done. One that could not start must not stay because of what it had opened.
if (exitCode === EXIT.ok) process.exitCode = EXIT.ok;
else process.exit(exitCode);
