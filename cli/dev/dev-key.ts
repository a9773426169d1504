import { readFile } from "node:fs/promises";
import { parseApiKey } from "../../core/api-key.ts";
import type { Connection } from "../../jetstream/connection.ts";
import { generateApiKey, hashApiKey } from "../../runtime/api-key-hash.ts";
import { writePrivately } from "../environment-file.ts";
import { storeKey } from "../key-store.ts";

/** The project of everything that is submitted with the development key. */
const DEV_PROJECT = "dev";

/**
 * The development key of this folder: the one in `path`, or a new one that is kept there (mode 0600). Makes sure that NATS
 * knows it, also when the store is a new one. Returns the key itself.
 */
export async function ensureDevKey(connection: Connection, path: string): Promise<string> {
  const kept = await readKey(path);
  const text = kept ?? generateApiKey({ project: DEV_PROJECT, role: "admin" }, new Date()).text;
  if (kept === undefined) await writePrivately(path, `${text}\n`);
  const id = parseApiKey(text)?.id ?? "";
  const stored = {
    version: 1 as const,
    project: DEV_PROJECT,
    role: "admin" as const,
    hash: hashApiKey(text),
    createdAt: new Date().toISOString(),
    label: "longshore dev",
  };
  await storeKey(connection, id, stored);
  return text;
}

/** A file that holds no key is written anew: whatever it was, it is of no use. */
async function readKey(path: string): Promise<string | undefined> {
  const text = (await readFile(path, "utf8").catch(() => "")).trim();
  return parseApiKey(text) === undefined ? undefined : text;
}
