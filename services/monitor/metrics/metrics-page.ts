import type { HealthPage } from "../../../runtime/health-server.ts";
import { collectMetrics, type MetricSources } from "./collect.ts";
import { chooseFormat, writeMetrics } from "./text-format.ts";

/** `/metrics` for Prometheus, in the form that it asks for. */
export function metricsPage(sources: MetricSources): HealthPage {
  return {
    path: "/metrics",
    show(accept) {
      const format = chooseFormat(accept);
      return {
        contentType: format.contentType,
        text: writeMetrics(collectMetrics(sources, Date.now()), format),
      };
    },
  };
}
