import { join } from "node:path";
import type { Page } from "playwright-core";
import { buildWeb } from "../../scripts/build-web.ts";
import { openBrowser, type TestBrowser } from "../support/browser.ts";
import { startMonitor } from "../support/start-monitor.ts";
import { type Stack, startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** A whole system with the page, opened in a real browser by somebody who has given a key. */
export interface OpenPage {
  readonly stack: Stack;
  readonly page: Page;
  readonly browser: TestBrowser;
  /** Goes to a place, such as `#/tasks`. */
  open(place: string): Promise<void>;
}

/**
 * Starts a system with a monitor, builds the page, and opens it. All of it ends with the test.
 *
 * @param gateway settings of the gateway, by key
 */
export async function openPage(gateway: Readonly<Record<string, string>> = {}): Promise<OpenPage> {
  const webFolder = join(temporaryFolder(), "web");
  await buildWeb(webFolder);
  const stack = await startStack({ webFolder, gateway });
  await startMonitor(stack);
  const browser = await openBrowser();
  const page = await browser.context.newPage();
  await page.goto(stack.httpUrl);
  await page.getByLabel("API key").fill(stack.apiKey);
  await page.getByRole("button", { name: "Show me" }).click();
  await page.getByRole("navigation").waitFor();
  return {
    stack,
    page,
    browser,
    open: async (place) => {
      await page.goto(`${stack.httpUrl}/app/${place}`);
    },
  };
}
