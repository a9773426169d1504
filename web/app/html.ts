import htm from "htm";
import { h, type VNode } from "preact";

/** Markup in template strings, which need no compiler. What is put into it is text, never markup. */
export const html = htm.bind(h) as (strings: TemplateStringsArray, ...values: unknown[]) => VNode;
