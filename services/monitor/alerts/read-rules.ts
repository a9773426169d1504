import { readFileSync } from "node:fs";
import { z } from "zod";
import { DURATION_FORMAT, parseDuration } from "../../../core/duration.ts";
import { messageOf } from "../../../core/message-of.ts";
import { SettingsError } from "../../../runtime/settings.ts";
import { DEFAULT_RULES } from "./default-rules.ts";
import { type AlertRule, SEVERITIES } from "./rule.ts";

const durationMs = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({ code: "custom", message: `must be ${DURATION_FORMAT}`, input: text });
  return z.NEVER;
});

/** What a file may change of a rule. */
const change = z.strictObject({
  threshold: z.number().min(0).optional(),
  clear: z.number().min(0).optional(),
  minimum: z.int().min(0).optional(),
  window: durationMs.optional(),
  for: durationMs.optional(),
  keep: durationMs.optional(),
  severity: z.enum(SEVERITIES).optional(),
});
const changes = z.record(z.string(), z.unknown());

/** The default rules, as a file changes them. Throws a `SettingsError` that says what is wrong with the file. */
export function readRules(path: string | undefined): readonly AlertRule[] {
  if (path === undefined) return DEFAULT_RULES;
  try {
    return changeRules(JSON.parse(readFileSync(path, "utf8")));
  } catch (error) {
    throw new SettingsError(
      `--alert-rules / LONGSHORE_ALERT_RULES = ${JSON.stringify(path)}: ${messageOf(error)}`,
    );
  }
}

/** The default rules, changed as the content of such a file says. Throws an Error that names the rule and the field. */
export function changeRules(content: unknown): readonly AlertRule[] {
  const parsed = changes.safeParse(content);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  const names = DEFAULT_RULES.map(({ name }) => name);
  const unknown = Object.keys(parsed.data).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`there is no rule ${unknown}; there are ${names.join(", ")}`);
  return DEFAULT_RULES.flatMap((rule) => {
    const changed = parsed.data[rule.name];
    return changed === false
      ? []
      : [changed === undefined ? rule : apply(rule, readChange(rule.name, changed))];
  });
}

function readChange(name: string, content: unknown): z.output<typeof change> {
  const parsed = change.safeParse(content);
  if (!parsed.success) throw new Error(`${name}: ${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function apply(rule: AlertRule, changed: z.output<typeof change>): AlertRule {
  const threshold = changed.threshold ?? rule.threshold;
  // Where only the threshold is given the other bound keeps its distance.
  const clear =
    changed.clear ?? (rule.threshold === 0 ? rule.clear : (rule.clear / rule.threshold) * threshold);
  if (clear > threshold)
    throw new Error(`${rule.name}: clear is ${clear}, must be at most the threshold, ${threshold}`);
  return {
    ...rule,
    threshold,
    clear,
    minimum: changed.minimum ?? rule.minimum,
    windowMs: changed.window ?? rule.windowMs,
    forMs: changed.for ?? rule.forMs,
    keepMs: changed.keep ?? rule.keepMs,
    severity: changed.severity ?? rule.severity,
  };
}
