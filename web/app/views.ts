import type { View } from "./view.ts";
import { AlertsView } from "./views/alerts.ts";
import { AuditView } from "./views/audit.ts";
import { FailuresView } from "./views/failures.ts";
import { OverviewView } from "./views/overview.ts";
import { QueuesView } from "./views/queues.ts";
import { SchedulesView } from "./views/schedules.ts";
import { TaskView } from "./views/task.ts";
import { TasksView } from "./views/tasks.ts";
import { WorkersView } from "./views/workers.ts";

/** All views, in the order of the navigation; the first one is shown where the address names none. */
export const VIEWS: readonly View[] = [
  { name: "overview", title: "Overview", component: OverviewView },
  { name: "tasks", title: "Tasks", component: TasksView },
  { name: "task", title: "Task", component: TaskView, isHidden: true },
  { name: "failures", title: "Failures", component: FailuresView },
  { name: "queues", title: "Queues", component: QueuesView },
  { name: "schedules", title: "Schedules", component: SchedulesView },
  { name: "workers", title: "Workers", component: WorkersView },
  { name: "alerts", title: "Alerts", component: AlertsView },
  { name: "audit", title: "Audit", component: AuditView },
];
