import { z } from "zod";
import { SAMPLERS, type Sampling } from "./sampling.ts";

/** Which traces are taken; whoever makes spans and whoever runs handlers must be told the same. */
export const samplingSettings = z.object({
  tracesSampler: z.enum(SAMPLERS).default("parentbased_always_on").meta({
    description:
      "Which traces are taken. `parentbased_…`: as the caller's `traceparent` says, and where there is none, as the rest of the name says. To be the same for monitors and workers.",
    standardName: "OTEL_TRACES_SAMPLER",
  }),
  tracesSamplerArg: z
    .string()
    .regex(/^(0(\.\d+)?|1(\.0+)?|\.\d+)$/, "must be from 0 to 1, such as 0.05")
    .default("1")
    .transform(Number)
    .meta({
      description: "The share of traces that a sampler by ratio takes, from 0 to 1.",
      standardName: "OTEL_TRACES_SAMPLER_ARG",
    }),
});

/** The part of the settings that says which traces are taken. */
export function samplingOf({ tracesSampler, tracesSamplerArg }: z.output<typeof samplingSettings>): Sampling {
  return { sampler: tracesSampler, ratio: tracesSamplerArg };
}
