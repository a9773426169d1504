import { createServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { networks, type TargetRules } from "../../../../runtime/webhook-target.ts";
import { type Lookup, post } from "../../../../services/worker/webhooks/post.ts";
import { startReceiver } from "../../../support/webhook-receiver.ts";

const never = new AbortController().signal;

function rulesFor(port: number): TargetRules {
  return { allowHttp: true, ports: new Set([port]), allowed: networks(["127.0.0.1"]) };
}

/** A name server that answers something else each time: the last answer from then on. */
function answering(...answers: readonly (readonly string[])[]) {
  const asked: string[] = [];
  const lookup: Lookup = (name) => {
    asked.push(name);
    const answer = answers[Math.min(asked.length, answers.length) - 1] ?? [];
    return Promise.resolve(answer.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })));
  };
  return { lookup, asked };
}

/** A server that is told of each connection, and of nothing else. */
async function startSocket(onConnection: (socket: Socket) => void): Promise<number> {
  const server = createServer(onConnection);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  return (server.address() as { port: number }).port;
}

test("S58: a name is looked up once, and the address that was checked is the one that is asked", async () => {
  const receiver = await startReceiver();
  // Had it been looked up again, the connection would have gone to the metadata service.
  const { lookup, asked } = answering(["127.0.0.1"], ["169.254.169.254"]);
  const posted = await post(`http://hooks.example:${receiver.port}/a?b=c`, "{}", {
    rules: rulesFor(receiver.port),
    headers: { "content-type": "application/json" },
    signal: never,
    lookup,
  });
  expect(posted).toEqual({ kind: "answered", status: 204 });
  expect(asked).toEqual(["hooks.example"]);
  expect(receiver.received).toMatchObject([
    { path: "/a?b=c", headers: { host: `hooks.example:${receiver.port}` }, body: "{}" },
  ]);
});

test.each([
  ["a private one", ["10.0.0.1"]],
  ["the metadata service", ["169.254.169.254"]],
  ["a public one and a private one", ["8.8.8.8", "192.168.1.1"]],
  ["a mapped one", ["::ffff:10.0.0.1"]],
  ["one that is no address", ["localhost"]],
])("S58: a name that stands for %s is not asked", async (_what, addresses) => {
  const { lookup } = answering(addresses);
  const rules: TargetRules = { allowHttp: false, ports: new Set(), allowed: networks([]) };
  const posted = await post("https://hooks.example/", "{}", { rules, headers: {}, signal: never, lookup });
  expect(posted).toEqual({
    kind: "refused",
    problem: "hooks.example stands for an address that is not on the public internet",
  });
});

test("S58: redirects are not followed", async () => {
  const target = await startReceiver();
  const receiver = await startReceiver();
  receiver.answer(307, { location: target.url });
  const rules = { ...rulesFor(receiver.port), ports: new Set([receiver.port, target.port]) };
  const posted = await post(receiver.url, "{}", { rules, headers: {}, signal: never });
  expect(posted).toEqual({ kind: "answered", status: 307 });
  expect(target.received).toEqual([]);
});

test("S58: whoever does not answer in time is given up", async () => {
  const port = await startSocket(() => undefined);
  const posted = await post(`http://127.0.0.1:${port}/`, "{}", {
    rules: rulesFor(port),
    headers: {},
    signal: never,
    timeoutMs: 200,
  });
  expect(posted).toEqual({ kind: "unanswered", problem: "no answer within 200 ms" });
});

test("S58: no more than 64 KiB of an answer is read, however long it goes on", async () => {
  let written = 0;
  const port = await startSocket((socket: Socket) => {
    socket.on("error", () => undefined);
    socket.write("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    const chunk = Buffer.from(`2000\r\n${"x".repeat(0x2000)}\r\n`);
    const flood = () => {
      while (!socket.destroyed) {
        written += chunk.length;
        if (!socket.write(chunk)) {
          socket.once("drain", flood);
          return;
        }
      }
    };
    flood();
  });
  const posted = await post(`http://127.0.0.1:${port}/`, "{}", {
    rules: rulesFor(port),
    headers: {},
    signal: never,
  });
  expect(posted).toEqual({ kind: "answered", status: 200 });
  // What lies in the buffers of the system besides is not ours to bound.
  expect(written).toBeLessThan(16 * 1024 ** 2);
});

test("a receiver that is not there, and a name that there is none of, are no answer, without an address in the text", async () => {
  const gone = await startSocket(() => undefined);
  const options = { rules: rulesFor(1), headers: {}, signal: never };
  const refused = await post("http://127.0.0.1:1/", "{}", options);
  expect(refused).toEqual({ kind: "unanswered", problem: "no answer: ECONNREFUSED" });
  const lookup: Lookup = () => Promise.reject(Object.assign(new Error("x"), { code: "ENOTFOUND" }));
  const unknown = await post(`http://hooks.example:${gone}/`, "{}", {
    ...options,
    rules: rulesFor(gone),
    lookup,
  });
  expect(unknown).toEqual({ kind: "unanswered", problem: "no answer: ENOTFOUND" });
});
