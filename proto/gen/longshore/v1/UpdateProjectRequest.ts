// Original file: proto/longshore/v1/admin_service.proto

import type { ProjectLimits as _longshore_v1_ProjectLimits, ProjectLimits__Output as _longshore_v1_ProjectLimits__Output } from '../../longshore/v1/ProjectLimits.ts';

/**
 * The limits that the caller's project is to have.
 */
export interface UpdateProjectRequest {
  /**
   * What is to change.
   */
  'limits'?: (_longshore_v1_ProjectLimits | null);
}

/**
 * The limits that the caller's project is to have.
 */
export interface UpdateProjectRequest__Output {
  /**
   * What is to change.
   */
  'limits': (_longshore_v1_ProjectLimits__Output | null);
}
