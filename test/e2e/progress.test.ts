import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { TaskEvent } from "../../sdk/task.ts";
import { eventually } from "../support/eventually.ts";
import { startMonitor } from "../support/start-monitor.ts";
import { startStack } from "../support/start-stack.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

test.each([["puppet"], ["inline_puppet"]])(
  "a million reports of a %s are at most ten a second; the last one is seen within a second, and kept while it runs",
  async (type) => {
    const stack = await startStack();
    await startMonitor(stack);
    await stack.startWorker({ types: [type] });
    const folder = temporaryFolder();
    const [release, done] = ["release", "done"].map((name) => join(folder, name));
    const acts = [
      { do: "wait_for_file", path: release },
      { do: "flood", by: "progress", times: 1_000_000 },
      { do: "wait_for_file", path: done },
    ];
    const { taskId } = await stack.client.submitTask({ type, payload: { acts } });

    const seen: { readonly event: TaskEvent; readonly at: number }[] = [];
    for await (const event of stack.client.watchTask(taskId)) {
      const at = Date.now();
      if (event.type === "STARTED") writeFileSync(String(release), "");
      if (event.type !== "PROGRESS") continue;
      seen.push({ event, at });
      if (event.progress?.done !== 1_000_000) continue;
      expect(at - Number(event.progress.time)).toBeLessThan(1_000);
      const { progress } = await eventually("GetTask shows it as well", async () => {
        const task = await stack.client.getTask(taskId);
        return task.progress?.done === 1_000_000 ? task : undefined;
      });
      expect(Date.now() - Number(progress?.time)).toBeLessThan(1_000);
      writeFileSync(String(done), "");
    }

    const times = seen.map(({ event }) => Number(event.progress?.time));
    const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
    // The first one, and then ten a second; the clock of the times counts whole milliseconds.
    expect(seen.length).toBeLessThanOrEqual(1 + Math.ceil(seconds * 10.5));
    const dones = seen.map(({ event }) => event.progress?.done ?? 0);
    expect(dones).toEqual(dones.toSorted((a, b) => a - b));
    expect(dones.at(-1)).toBe(1_000_000);
  },
);
