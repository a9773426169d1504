import type { View } from "./view.ts";
import { OverviewView } from "./views/overview.ts";
import { TaskView } from "./views/task.ts";
import { TasksView } from "./views/tasks.ts";

/** All views, in the order of the navigation; the first one is shown where the address names none. */
export const VIEWS: readonly View[] = [
  { name: "overview", title: "Overview", component: OverviewView },
  { name: "tasks", title: "Tasks", component: TasksView },
  { name: "task", title: "Task", component: TaskView, isHidden: true },
];
