import { defineConfig } from "vitest/config";

// Inside the repository `import "longshore"` means the source, as it does for every process of ours.
const conditions = ["longshore-source"];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    // Far more than any takes by itself: on a busy machine everything takes ten times as long.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // How often a test that failed is tried again; only CI asks for that, and shows it.
    retry: Number(process.env["LONGSHORE_TEST_RETRIES"] ?? 0),
    // Tests mostly wait for servers and processes; more of them than cores are good.
    maxWorkers: 4,
    reporters: ["default"],
  },
});
