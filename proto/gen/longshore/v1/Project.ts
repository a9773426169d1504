// Original file: proto/longshore/v1/admin_service.proto

import type { ProjectLimits as _longshore_v1_ProjectLimits, ProjectLimits__Output as _longshore_v1_ProjectLimits__Output } from '../../longshore/v1/ProjectLimits.ts';

/**
 * A project.
 */
export interface Project {
  /**
   * Its name.
   */
  'project'?: (string);
  /**
   * What holds for it. All fields are set.
   */
  'limits'?: (_longshore_v1_ProjectLimits | null);
}

/**
 * A project.
 */
export interface Project__Output {
  /**
   * Its name.
   */
  'project': (string);
  /**
   * What holds for it. All fields are set.
   */
  'limits': (_longshore_v1_ProjectLimits__Output | null);
}
