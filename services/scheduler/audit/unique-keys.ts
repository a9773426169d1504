import { isClaimOver } from "../../../core/unique-key.ts";
import type { ListedClaim } from "../../../jetstream/unique-keys.ts";
import { type AuditDeps, inSlices, type Look } from "./audit-deps.ts";

/** So many claims are read in one go. */
const CLAIMS = 500;
/** How long one write is tried, in milliseconds; after that the next audit finds the same again. */
const WRITE_MS = 10_000;

/** Looks for unique keys that nobody holds any more: they stand in nobody's way, but their entries would stay for ever. */
export async function auditUniqueKeys(deps: AuditDeps, look: Look): Promise<void> {
  for (let from: number | undefined = 1; from !== undefined; ) {
    const listed = await deps.uniqueKeys.list(from, CLAIMS);
    if (!listed.ok) throw new Error(`unique keys not readable: ${listed.problem}`);
    look.tally.lookedAt("unique_key_without_task", listed.claims.length);
    await inSlices(listed.claims, look, (claim) => lookAt(deps, look, claim));
    from = listed.next;
  }
}

async function lookAt(
  { records, queue, uniqueKeys }: AuditDeps,
  { tally, settledBeforeMs }: Look,
  { name, claim, revision }: ListedClaim,
): Promise<void> {
  const key = { project: name.project, id: claim.taskId };
  // The queue first: a task that has left it by then has a record, also when it has ended since. All places at one moment: one
  // that is passed on between them would be taken for none.
  const waiting = await queue.findAllWaiting(key.project, [key.id]);
  if (!waiting.ok) throw new Error(`message not readable: ${waiting.problem}`);
  const recorded = await records.read(key);
  if (!recorded.ok) throw new Error(`record not readable: ${recorded.problem}`);
  const holder = recorded.stored ?? waiting.stored.get(key.id);
  if (!isClaimOver(claim, holder?.record, settledBeforeMs)) return;
  const detail = `the unique key ${JSON.stringify(claim.key)} of type ${name.type} was held for it, and it does not need it any more: freed`;
  await tally.found("unique_key_without_task", key, detail, async () => {
    const freed = await uniqueKeys.free(name, revision, Date.now() + WRITE_MS);
    if (freed.kind === "conflict") return false;
    if (freed.kind !== "stored") throw new Error(`not freed: ${freed.problem}`);
    return true;
  });
}
