import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "vitest";
import { VIEW_NAMES } from "../../web/app/view-names.ts";
import { noBrowser } from "../support/browser.ts";
import { openPage } from "./open-page.ts";

const why = noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`;
const inBrowser = test.skipIf(noBrowser !== undefined);

const puppet = (acts: object[], more: object = {}) => ({ type: "inline_puppet", payload: { acts }, ...more });

inBrowser(`without a key nothing is shown, and a wrong one is told so${why}`, async () => {
  const { page } = await openPage();
  await page.getByRole("button", { name: "Forget key" }).click();
  expect(await page.getByRole("navigation").count()).toBe(0);
  await page.getByLabel("API key").fill("lsk_0000000000000000_wrong");
  await page.getByRole("button", { name: "Show me" }).click();
  await expect.poll(() => page.getByRole("alert").textContent()).toContain("API key");
  expect(await page.getByRole("navigation").count()).toBe(0);
});

inBrowser(`a task is found, followed while it runs, cancelled, and done again${why}`, async () => {
  const { stack, page, open } = await openPage();
  await stack.startWorker({ types: ["inline_puppet", "puppet"] });
  const { taskId } = await stack.client.submitTask({
    type: "puppet",
    payload: { acts: [{ do: "obey_stop" }] },
    labels: { team: "ads" },
  });
  await stack.client.submitTask(puppet([{ do: "return", result: { answer: 42 } }]));
  await open("#/tasks");
  await page.getByRole("searchbox").or(page.getByLabel("Filter")).first().fill("labels.team = ads");
  await page.keyboard.press("Enter");
  await expect.poll(() => page.locator("tbody tr").count()).toBe(1);
  expect(new URL(page.url()).hash).toContain("filter=labels.team");
  await page.locator("main h1").click();
  await page.keyboard.press("j");
  await page.keyboard.press("Enter");

  await expect.poll(() => page.locator("main").textContent()).toContain(taskId);
  await expect.poll(() => page.locator(".why").textContent()).toContain("Runs on");
  await page.getByRole("button", { name: "Cancel" }).click();
  await expect.poll(() => page.locator("h1 .badge").textContent()).toBe("cancelled");
  expect(await page.locator(".timeline").textContent()).toContain("from the web page");
  await page.getByRole("button", { name: "Retry" }).click();
  await expect.poll(() => page.locator(".timeline").textContent()).toContain("requeued");

  await page.getByRole("button", { name: "Duplicate" }).click();
  await page.getByLabel("Payload").fill('{"acts": [{"do": "return", "result": "a copy"}]}');
  await page.getByRole("button", { name: "Submit" }).click();
  await expect.poll(() => page.locator(".json-text").allTextContents()).toContain('"a copy"');
  expect(page.url()).not.toContain(taskId);
});

inBrowser(`many tasks are cancelled and retried at once, and one sees before how many${why}`, async () => {
  const { stack, page, open } = await openPage();
  for (let i = 0; i < 5; i++)
    await stack.client.submitTask(puppet([{ do: "return" }], { delayMs: 3_600_000 }));
  await open("#/tasks?state=SCHEDULED");
  await expect.poll(() => page.locator("tbody tr").count()).toBe(5);
  await page.locator("tbody input").first().check();
  await page.getByRole("button", { name: "Cancel …" }).click();
  await expect.poll(() => page.getByRole("dialog").textContent()).toContain("1 tasks");
  await page.getByRole("button", { name: "Cancel them" }).click();
  await expect.poll(() => page.locator("tbody tr").count()).toBe(4);
  await page.getByRole("button", { name: "Cancel …" }).click();
  await expect.poll(() => page.getByRole("dialog").textContent()).toContain("4 tasks");
  await page.getByRole("button", { name: "Cancel them" }).click();
  await expect.poll(() => page.locator(".empty").count()).toBe(1);
  await expect.poll(async () => (await stack.client.countTasks()).counts).toEqual({ CANCELLED: 5 });
});

inBrowser(`failures are grouped by their shape, and a group is retried${why}`, async () => {
  const { stack, page, open } = await openPage();
  await stack.startWorker({ types: ["inline_puppet"] });
  for (let i = 0; i < 3; i++)
    await stack.client.submitTask(puppet([{ do: "give_up", message: `disk ${i} is full` }]));
  await stack.client.submitTask(puppet([{ do: "give_up", message: "no such file" }]));
  await open("#/failures");
  await expect.poll(() => page.locator("tbody tr").allTextContents()).toHaveLength(2);
  expect(await page.locator("tbody tr").first().textContent()).toMatch(
    /^3inline_puppetHANDLER_ERRORdisk … is full/,
  );
  await page.getByRole("button", { name: "Retry all" }).first().click();
  await expect
    .poll(async () =>
      (await stack.client.listTasks({ filter: 'error.message = "disk*"' })).tasks.map(
        ({ attempt }) => attempt,
      ),
    )
    .toEqual([2, 2, 2]);
});

inBrowser(
  `queues are paused and limited, schedules run, workers scaled, alerts silenced, and the audit tells${why}`,
  async () => {
    const { stack, page, open } = await openPage();
    const worker = await stack.startWorker({ types: ["inline_puppet"] });
    await open("#/queues");
    const row = page.locator("tbody tr", { hasText: "inline_puppets" });
    await row.getByRole("button", { name: "Pause" }).click();
    await row.getByRole("button", { name: "Resume" }).waitFor();
    expect((await stack.client.getQueue("inline_puppets")).paused).toBe(true);
    await row.getByRole("button", { name: "Resume" }).click();
    await row.getByRole("button", { name: "Pause" }).waitFor();
    await row.getByRole("button", { name: "Limits" }).click();
    await page.getByLabel("Running at once").fill("3");
    await page.getByRole("button", { name: "Change", exact: true }).click();
    await expect.poll(() => row.textContent()).toContain("3 at once");

    await stack.client.createSchedule({
      scheduleId: "nightly",
      cron: "0 3 * * *",
      task: { type: "inline_puppet", payload: { acts: [{ do: "return" }] } },
    });
    await open("#/schedules");
    await page.getByText("next five").click();
    await expect.poll(() => page.locator("details[open] div").count()).toBe(5);
    await page.getByRole("button", { name: "Run now" }).click();
    await expect.poll(() => page.locator("h1 .badge").textContent()).toBe("succeeded");

    await open("#/workers");
    await page.getByRole("button", { name: `One slot more for inline of ${worker.instance}` }).click();
    await expect.poll(() => page.locator(".pool").textContent()).toContain("of 3 busy");

    await page.getByRole("button", { name: "Drain" }).click();
    await expect.poll(() => page.locator("h2 .badge").textContent()).toBe("draining");
    await page.getByRole("button", { name: "Take tasks again" }).click();
    await expect.poll(() => page.locator("h2 .badge").textContent()).toBe("ready");

    await open("#/audit");
    await expect.poll(() => page.locator("tbody").textContent()).toContain("PauseQueue");
  },
);

const SIZES = [
  ["light", 1_200],
  ["dark", 360],
] as const;

inBrowser(`every view is accessible, in light and dark, and fits 360 pixels${why}`, async () => {
  const { stack, page, open, browser } = await openPage();
  await stack.startWorker({ types: ["inline_puppet"] });
  const { taskId } = await stack.client.submitTask(puppet([{ do: "give_up", message: "no" }]));
  await stack.client.waitTask(taskId);
  await stack.client.pauseQueue("inline_puppets", { reason: "for a look" });
  for (const [colorScheme, width] of SIZES) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const view of VIEW_NAMES) {
      await open(`#/${view}${view === "task" ? `/${taskId}` : ""}`);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
      const { violations } = await new AxeBuilder({ page }).analyze();
      const found = violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]);
      expect([view, colorScheme, found]).toEqual([view, colorScheme, []]);
      const overflow = await page.evaluate("document.documentElement.scrollWidth - innerWidth");
      expect([view, width, overflow]).toEqual([view, width, 0]);
    }
  }
  const foreign = browser.requests.filter(
    ({ protocol, origin }) => protocol !== "data:" && origin !== stack.httpUrl,
  );
  expect(foreign.map(String)).toEqual([]);
  expect(browser.complaints).toEqual([]);
});
