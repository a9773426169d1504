import { stat } from "node:fs/promises";
import { messageOf } from "../../../core/message-of.ts";
import type { Log } from "../../../runtime/log.ts";
import { SettingsError } from "../../../runtime/settings.ts";
import { type Certificate, type CertificateFiles, readCertificate } from "./certificate.ts";

/** How often the files are looked at, in milliseconds. Renewals come days ahead. */
const LOOK_MS = 5_000;

/** The certificate of the listeners, which follows its files. */
export interface CertificateStore {
  current(): Certificate;
  /** Calls back with each new certificate. */
  onChange(listener: (certificate: Certificate) => void): void;
  /** Reads the files now, whether they have changed or not. What cannot be used is logged, and the old one goes on. */
  reload(): Promise<void>;
  stop(): void;
}

/**
 * Reads the certificate and follows its files: by looking at them rather than by notifications, since these do not tell of links
 * that were pointed elsewhere, as Kubernetes does. Rejects with a `SettingsError` when they cannot be used.
 */
export async function openCertificate(
  files: CertificateFiles,
  log: Log,
  lookMs: number = LOOK_MS,
): Promise<CertificateStore> {
  const paths = [files.cert, files.key, ...(files.clientCa === undefined ? [] : [files.clientCa])];
  const listeners: ((certificate: Certificate) => void)[] = [];
  let seen = await marksOf(paths);
  const first = await readCertificate(files, new Date());
  if (!first.ok) throw new SettingsError(`TLS cannot be used: ${first.problem}`);
  let current = first.certificate;
  tell(current, log, "TLS is on");

  async function take(): Promise<void> {
    const read = await readCertificate(files, new Date());
    if (!read.ok) {
      const { problem } = read;
      log.error(
        { problem, valid_to: current.validTo },
        "the new certificate cannot be used; the old one goes on",
      );
      return;
    }
    current = read.certificate;
    for (const listener of listeners) listener(current);
    tell(current, log, "a new certificate is used from now on");
  }

  // One after the other, so that what was read last is what counts.
  let taking = Promise.resolve();
  const reload = () => {
    taking = taking.then(take);
    return taking;
  };
  async function look(): Promise<void> {
    const marks = await marksOf(paths);
    if (marks === seen) return;
    // Noted before they are read: what changes meanwhile is seen by the next look.
    seen = marks;
    await reload();
  }
  const timer = setInterval(() => {
    look().catch((error: unknown) =>
      log.error({ problem: messageOf(error) }, "the certificate cannot be looked at"),
    );
  }, lookMs);
  timer.unref();
  return {
    current: () => current,
    onChange: (listener) => void listeners.push(listener),
    reload,
    stop: () => clearInterval(timer),
  };
}

/** Changes whenever a file does, or is replaced by another. */
async function marksOf(paths: readonly string[]): Promise<string> {
  const marks = paths.map(async (path) => {
    const found = await stat(path).catch(() => undefined);
    return found === undefined ? "none" : `${found.ino} ${found.size} ${found.mtimeMs} ${found.ctimeMs}`;
  });
  return (await Promise.all(marks)).join("; ");
}

function tell({ validTo, warnings, clientCa }: Certificate, log: Log, message: string): void {
  log.info({ valid_to: validTo, client_certificates: clientCa !== undefined }, message);
  for (const warning of warnings) log.warn({ warning }, "the certificate needs attention");
}
