import { execFileSync } from "node:child_process";
import { type Browser, type BrowserContext, chromium } from "playwright-core";
import { onTestFinished } from "vitest";

/** The browser that tests drive: LONGSHORE_TEST_CHROMIUM, or the first of these on PATH. */
const PROGRAMS = ["chromium", "chromium-browser", "google-chrome"];

const executable = process.env["LONGSHORE_TEST_CHROMIUM"] ?? PROGRAMS.map(find).find(Boolean);

/** Why the tests that need a browser cannot run here; undefined when they can. */
export const noBrowser =
  executable === undefined ? `needs ${PROGRAMS.join(", ")} or LONGSHORE_TEST_CHROMIUM` : undefined;

function find(program: string): string | undefined {
  try {
    return execFileSync("sh", ["-c", `command -v ${program}`], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

/** What a browser has done since it was opened. */
export interface TestBrowser {
  readonly context: BrowserContext;
  /** Every address that a page has asked for. */
  readonly requests: readonly URL[];
  /** What pages have complained about: errors, and what a content security policy has kept from them. */
  readonly complaints: readonly string[];
}

/** Opens a browser; it is closed when the test that asked for it has finished. */
export async function openBrowser(): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({
    ...(executable !== undefined && { executablePath: executable }),
    args: [
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
  onTestFinished(() => browser.close());
  const context = await browser.newContext();
  const requests: URL[] = [];
  const complaints: string[] = [];
  context.on("request", (request) => void requests.push(new URL(request.url())));
  context.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  context.on("weberror", (error) => void complaints.push(error.error().message));
  return { context, requests, complaints };
}
