import { join } from "node:path";
import { expect, test } from "vitest";
import { buildWeb } from "../../../scripts/build-web.ts";
import { noBrowser, openBrowser } from "../../support/browser.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { startGateway } from "./start-gateway.ts";

async function builtPages(): Promise<string> {
  const folder = join(temporaryFolder(), "web");
  await buildWeb(folder);
  return folder;
}

test.skipIf(noBrowser !== undefined)(
  `S51: /docs shows every operation and tries one out, asks no other host, and its policy keeps nothing from it${
    noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`
  }`,
  async () => {
    const { gateway, key } = await startGateway({}, { webFolder: await builtPages() });
    const origin = `http://127.0.0.1:${gateway.httpPort()}`;
    const { context, requests, complaints } = await openBrowser();
    const page = await context.newPage();
    await page.goto(`${origin}/docs`);
    const operation = page.locator("#operations-AdminService-listTaskTypes");
    await operation.waitFor();
    const { paths } = (await (await fetch(`${origin}/v1/openapi.json`)).json()) as { paths: object };
    const count = Object.values(paths).flatMap((verbs) => Object.keys(verbs)).length;
    expect(await page.locator(".opblock").count()).toBe(count);

    await page.locator(".btn.authorize").first().click();
    await page.locator(".auth-container input").first().fill(key);
    await page.locator(".auth-container .auth-btn-wrapper .authorize").first().click();
    await page.locator(".auth-container .btn-done").first().click();
    await operation.locator(".opblock-summary-control").click();
    await operation.locator("button.execute").click();
    const response = operation.locator(".live-responses-table .response-col_description").last();
    await response.waitFor();
    expect(await operation.locator(".live-responses-table").textContent()).toMatch(/200.*"type": "gather"/s);

    const foreign = requests.filter((url) => url.protocol !== "data:" && url.origin !== origin);
    expect(foreign.map(String)).toEqual([]);
    expect(requests.length).toBeGreaterThan(4);
    expect(complaints).toEqual([]);
    expect(await page.evaluate("document.cookie + JSON.stringify(localStorage)")).toBe("{}");
    // So that the test can fail.
    await page.evaluate("document.body.setAttribute('style', 'color: red')");
    await expect.poll(() => complaints.join()).toContain("Content Security Policy");
  },
);

test("the page comes compressed, with a name for its version, and is not sent twice", async () => {
  const { gateway } = await startGateway({}, { webFolder: await builtPages() });
  const at = (path: string, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${gateway.httpPort()}${path}`, { headers, redirect: "manual" });
  const redirect = await at("/docs");
  expect([redirect.status, redirect.headers.get("location")]).toEqual([308, "docs/"]);
  const script = await at("/docs/main.js", { "accept-encoding": "gzip" });
  expect(Object.fromEntries(script.headers)).toMatchObject({
    "content-type": "text/javascript; charset=utf-8",
    "content-encoding": "gzip",
    "cache-control": "no-cache",
  });
  const plain = await at("/docs/main.js", { "accept-encoding": "identity" });
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(await plain.text()).toBe(await script.text());
  const again = await at("/docs/main.js", { "if-none-match": script.headers.get("etag") ?? "" });
  expect([again.status, await again.text()]).toEqual([304, ""]);
  expect((await at("/docs/../../package.json")).status).toBe(404);
  expect((await at("/docs/..%2f..%2fpackage.json")).status).toBe(404);
});

test("where the pages have not been built, /docs says what to run", async () => {
  const { gateway } = await startGateway({}, { webFolder: join(temporaryFolder(), "nothing") });
  const response = await fetch(`http://127.0.0.1:${gateway.httpPort()}/docs`);
  expect([response.status, await response.text()]).toEqual([
    503,
    expect.stringContaining("npm run build:web"),
  ]);
});
