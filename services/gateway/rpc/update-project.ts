import { changeLimits, projectLimits } from "../../../core/limits.ts";
import { changeProject } from "../../../jetstream/projects.ts";
import type { Project } from "../../../proto/gen/longshore/v1/Project.ts";
import type { UpdateProjectRequest__Output } from "../../../proto/gen/longshore/v1/UpdateProjectRequest.ts";
import type { Caller } from "../caller.ts";
import type { Deps } from "../deps.ts";
import { projectLimitsToProto, readProjectLimits } from "../limits/limits-view.ts";
import { fromStore } from "../store-error.ts";
import { Violations } from "../violations.ts";

/** Changes limits of the caller's project. Throws FIELD_INVALID, BROKER_UNAVAILABLE. */
export async function updateProject(
  request: UpdateProjectRequest__Output,
  { project }: Pick<Caller, "project">,
  deps: Pick<Deps, "connection">,
): Promise<Project> {
  const violations = new Violations();
  const changes = readProjectLimits(request.limits, violations);
  if (Object.keys(changes).length === 0) violations.add("limits", "sets nothing: name at least one limit");
  violations.throwIfAny();
  const { limits } = await fromStore(
    changeProject(deps.connection, project, (before) => ({
      ...before,
      limits: changeLimits(before.limits, changes),
    })),
  );
  return { project, limits: projectLimitsToProto(projectLimits(limits)) };
}
