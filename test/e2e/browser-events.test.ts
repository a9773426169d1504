import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { noBrowser, openBrowser } from "../support/browser.ts";
import { eventuallyTrue } from "../support/eventually.ts";
import { spawnGateway } from "../support/spawn-gateway.ts";
import { startStack } from "../support/start-stack.ts";

const type = "inline_puppet";
const labels = { team: "web" };

/** The page of docs/events.md, as somebody with a token for a gateway would fill it in. */
function exampleOf(gateway: string, token: string): string {
  const text = readFileSync(join(import.meta.dirname, "../../docs/events.md"), "utf8");
  const [, script] = /```html\n(.*?)```/s.exec(text) ?? [];
  if (script === undefined) throw new Error("docs/events.md has no page");
  return script.replaceAll("https://longshore.example", gateway).replaceAll(/\$\{token\}/g, token);
}

/** Serves one page, from an origin of its own. */
async function servePage() {
  let page = "";
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html" }).end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin,
    show(html: string) {
      page = `<!doctype html>${html}`;
    },
  };
}

test.skipIf(noBrowser !== undefined)(
  `the page of docs/events.md follows tasks with a token through a gateway that is killed and comes back: every event once, in order${
    noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`
  }`,
  async () => {
    const stack = await startStack();
    await stack.startWorker({ types: [type], concurrency: 4 });
    const site = await servePage();
    const env = { LONGSHORE_NATS_URL: stack.nats.url, LONGSHORE_HTTP_ALLOWED_ORIGINS: site.origin };
    const gateway = await spawnGateway(env);
    const { http_port: port } = await gateway.line(/^the gateway listens$/);
    const httpUrl = `http://127.0.0.1:${port}`;
    const response = await fetch(`${httpUrl}/v1/tokens`, {
      method: "POST",
      headers: { "x-api-key": stack.apiKey, "content-type": "application/json" },
      body: JSON.stringify({ label: { key: "team", value: "web" } }),
    });
    const { token } = (await response.json()) as { readonly token: string };
    site.show(exampleOf(httpUrl, token));

    const { context, requests } = await openBrowser();
    const page = await context.newPage();
    const lines: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "log") lines.push(message.text());
    });
    const opened = page.waitForResponse((answer) => new URL(answer.url()).pathname === "/v1/events");
    await page.goto(site.origin);
    expect((await opened).status()).toBe(200);

    const submit = async (failures: number) => {
      const payload = {
        acts: [
          { do: "throw", message: "not yet", times: failures },
          { do: "return", result: 1 },
        ],
      };
      return (await stack.client.submitTask({ type, payload, labels })).taskId;
    };
    const submitted = await Promise.all([submit(0), submit(3), submit(3)]);
    await eventuallyTrue("the page to be told", () => lines.length > 3);
    gateway.kill("SIGKILL");
    await gateway.exited;
    const whileAway = await submit(1);
    await stack.client.waitTask(whileAway, { timeoutMs: 30_000 });
    submitted.push(whileAway, await submit(2));
    await spawnGateway({ ...env, LONGSHORE_HTTP_ADDRESS: `127.0.0.1:${port}` });
    submitted.push(await submit(1));

    const expected = await Promise.all(
      submitted.map(async (id) => {
        const { timeline } = await stack.client.waitTask(id, { timeoutMs: 30_000 });
        return timeline.map((event) => `${id} ${event.number} ${event.type}`);
      }),
    );
    await eventuallyTrue("the page to be told of all", () => lines.length >= expected.flat().length, 30_000);
    const told = submitted.map((id) => lines.filter((line) => line.startsWith(id)));
    expect(told).toEqual(expected);
    expect(lines).toHaveLength(expected.flat().length);
    expect(requests.filter(({ pathname }) => pathname === "/v1/events").length).toBeGreaterThan(1);
  },
);
