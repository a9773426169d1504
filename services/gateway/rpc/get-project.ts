import { projectLimits } from "../../../core/limits.ts";
import { readProject } from "../../../jetstream/projects.ts";
import type { Project } from "../../../proto/gen/longshore/v1/Project.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { projectLimitsToProto } from "../limits/limits-view.ts";
import { fromStore } from "../store-error.ts";

/** Shows what holds for the caller's project. Throws BROKER_UNAVAILABLE. */
export async function getProject(
  { project }: Pick<Caller, "project">,
  { connection }: Pick<Deps, "connection">,
): Promise<Project> {
  const { limits } = await fromStore(readProject(connection, project));
  return { project, limits: projectLimitsToProto(projectLimits(limits)) };
}
