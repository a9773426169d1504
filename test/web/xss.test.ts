import { expect, test } from "vitest";
import { VIEW_NAMES } from "../../web/app/view-names.ts";
import { noBrowser } from "../support/browser.ts";
import { openPage } from "./open-page.ts";

/** What would run `hit()` in a page that took text for markup, in ten forms and five dressings. */
const FORMS = [
  "<script>hit()</script>",
  "<img src=x onerror=hit()>",
  "<svg onload=hit()>",
  "<svg><animate onbegin=hit() attributeName=x dur=1s>",
  "<details open ontoggle=hit()>",
  "<iframe srcdoc='<script>parent.hit()</script>'>",
  "<a href='javascript:hit()' id=lure>x</a>",
  "<input autofocus onfocus=hit()>",
  "<style>@import 'http://evil.example/x.css'</style><link rel=stylesheet href=http://evil.example/y.css>",
  "<math><mtext><table><mglyph><style><img src=x onerror=hit()>",
];
const DRESSINGS: readonly ((form: string) => string)[] = [
  (form) => form,
  (form) => `"'>${form}`,
  (form) => `</pre></textarea></title></code>${form}`,
  (form) => `\${${form}}{{constructor.constructor('hit()')()}}${form}`,
  (form) => form.replaceAll("<", "<\u0000").replaceAll("<\u0000", "<"),
];
const PAYLOADS = FORMS.flatMap((form) => DRESSINGS.map((dress) => dress(form)));

test.skipIf(noBrowser !== undefined)(
  `S52: of fifty payloads in labels, payloads, results, errors and logs none runs, and no request leaves${
    noBrowser === undefined ? "" : ` (skipped: ${noBrowser})`
  }`,
  async () => {
    expect(PAYLOADS).toHaveLength(50);
    const { stack, page, open, browser } = await openPage();
    await stack.startWorker({ types: ["inline_puppet"] });
    const hits: string[] = [];
    await page.exposeFunction("hit", () => hits.push(page.url()));
    page.on("dialog", (dialog) => {
      hits.push(dialog.message());
      void dialog.dismiss();
    });

    const tasks = await Promise.all(
      PAYLOADS.map((text, i) =>
        stack.client.submitTask({
          type: "inline_puppet",
          payload: {
            acts: [
              { do: "log", message: text },
              i % 2 === 0 ? { do: "return", result: { [text]: text } } : { do: "give_up", message: text },
            ],
          },
          labels: { team: text },
        }),
      ),
    );
    for (const { taskId } of tasks) await stack.client.waitTask(taskId);
    await stack.client.pauseQueue("inline_puppets", { reason: PAYLOADS[1] ?? "" });
    for (const view of VIEW_NAMES.filter((name) => name !== "task")) {
      await open(`#/${view}`);
      await page.locator("main h1").waitFor();
      await page.waitForLoadState("networkidle");
    }
    for (const [i, { taskId }] of tasks.entries()) {
      await open(`#/task/${taskId}`);
      await expect.poll(() => page.locator(".facts").textContent()).toContain(PAYLOADS[i]?.slice(0, 20));
      expect(await page.locator("#lure").count()).toBe(0);
    }
    await open(`#/tasks?filter=${encodeURIComponent(PAYLOADS[0] ?? "")}`);
    await page.getByRole("alert").first().waitFor();
    await open(`#/${encodeURIComponent(PAYLOADS[1] ?? "")}/${encodeURIComponent(PAYLOADS[2] ?? "")}`);
    await page.locator("main h1").waitFor();

    expect(hits).toEqual([]);
    const foreign = browser.requests.filter(
      ({ protocol, origin }) => protocol !== "data:" && origin !== stack.httpUrl,
    );
    expect(foreign.map(String)).toEqual([]);
    // So that the test can fail: the trap itself works.
    await page.evaluate("hit()");
    expect(hits).toHaveLength(1);
  },
);
