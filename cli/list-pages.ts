import type { Client } from "../sdk/client.ts";
import type { Task } from "../sdk/task.ts";

const LARGEST_PAGE = 1_000;

/**
 * Reads the tasks that a filter lets through, page by page, up to `limit`.
 *
 * @returns the tasks, and whether there are more
 */
export async function listPages(
  client: Client,
  filter: string | undefined,
  limit: number,
): Promise<{ readonly tasks: readonly Task[]; readonly hasMore: boolean }> {
  const tasks: Task[] = [];
  let pageToken: string | undefined;
  do {
    const pageSize = Math.min(limit - tasks.length, LARGEST_PAGE);
    const page = await client.listTasks({ ...(filter !== undefined && { filter }), pageSize, pageToken });
    tasks.push(...page.tasks);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && tasks.length < limit);
  return { tasks, hasMore: pageToken !== undefined };
}
