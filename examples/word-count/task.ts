// The task type word_count: a Python program that any worker with Python 3 can run.

import { defineTask } from "longshore";
import { z } from "zod";

const top = z.int().min(0).max(1_000).default(10).describe("How many of the most frequent words are listed.");

const payload = z.union([
  z.strictObject({ text: z.string().describe("The text whose words are counted."), top }),
  z.strictObject({
    path: z.string().min(1).max(1024).describe("A file to count instead, as the worker sees it."),
    top,
  }),
]);

/** Counts words, and lists the most frequent ones. A cancel or the soft limit ends it with what it has counted by then. */
export const wordCount = defineTask({
  type: "word_count",
  description: "Counts the words of a text or a file, in Python.",
  queue: "python",
  pool: "exec",
  command: ["python3", "word_count.py"],
  payload,
  limits: { soft: "50s", hard: "60s" },
  cancelGrace: "5s",
});
