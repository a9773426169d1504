import type { ComponentType } from "preact";
import type { Place } from "./location.ts";
import type { ViewName } from "./view-names.ts";

/** What every view is given. */
export interface ViewProps {
  readonly place: Place;
}

/** A part of the page with a place in the navigation. */
export interface View {
  readonly name: ViewName;
  readonly title: string;
  readonly component: ComponentType<ViewProps>;
  /** Whether it is reached from another one only. */
  readonly isHidden?: boolean;
}
