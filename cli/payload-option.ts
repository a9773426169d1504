import { readFile } from "node:fs/promises";
import { messageOf } from "../core/message-of.ts";
import { usageError } from "./exit.ts";

/** The options that give a payload. */
export interface PayloadOptions {
  readonly payload?: string;
  readonly payloadFile?: string;
}

/** Reads the payload that these options give; nothing when they give none. Throws CommandError for what is no JSON. */
export async function readNewPayload({
  payload,
  payloadFile,
}: PayloadOptions): Promise<{ readonly payload?: unknown }> {
  if (payload !== undefined) return { payload: parseJson(payload, "--payload") };
  if (payloadFile === undefined) return {};
  return { payload: parseJson(await readPayloadFile(payloadFile), payloadFile) };
}

async function readPayloadFile(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw usageError(`--payload-file: ${messageOf(error)}`);
  }
}

/** Reads JSON from whichever source. Throws CommandError, which names the source. */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw usageError(`${source} is not valid JSON: ${messageOf(error)}`);
  }
}
