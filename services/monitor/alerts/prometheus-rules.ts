import { DEFAULT_RULES } from "./default-rules.ts";
import type { AlertRule } from "./rule.ts";

/**
 * The default rules as a file of rules for Prometheus (YAML), as far as its metrics say what they measure. For those who have
 * Prometheus watch already; the monitor needs none of it.
 */
export function prometheusRules(rules: readonly AlertRule[] = DEFAULT_RULES): string {
  const entries = rules.flatMap(({ promql, ...rule }) =>
    promql === undefined ? [] : [entryOf(rule, promql)],
  );
  return ["groups:", "  - name: longshore", "    rules:", ...entries.flat(), ""].join("\n");
}

function entryOf(rule: Omit<AlertRule, "promql">, promql: string): readonly string[] {
  const { name, severity, threshold, forMs, keepMs, summary, action } = rule;
  return [
    `      - alert: Longshore${name}`,
    `        expr: ${quoted(`(${promql}) > ${threshold}`)}`,
    `        for: ${forMs / 1_000}s`,
    `        keep_firing_for: ${keepMs / 1_000}s`,
    "        labels:",
    `          severity: ${severity}`,
    "        annotations:",
    `          summary: ${quoted(summary)}`,
    `          description: ${quoted(action)}`,
  ];
}

/** JSON text is YAML as well. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
