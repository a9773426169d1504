// Writes what deploy/ has that is made from the code: `npm run deploy-files`. A test compares.
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { prometheusRules } from "../services/monitor/alerts/prometheus-rules.ts";
import { grafanaDashboard } from "../services/monitor/metrics/grafana-dashboard.ts";

/** The files by their path, and what is in them. */
export const DEPLOY_FILES: Readonly<Record<string, () => string>> = {
  "deploy/prometheus/longshore.rules.yaml": prometheusRules,
  "deploy/grafana/longshore.json": () => `${JSON.stringify(grafanaDashboard(), undefined, 2)}\n`,
};

if (import.meta.main) {
  const root = join(import.meta.dirname, "..");
  for (const [path, write] of Object.entries(DEPLOY_FILES)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), write());
  }
}
