import { defineConfig } from "vitest/config";

export default defineConfig({
  // Inside the repository `import "longshore"` means the source, as it does for every process of ours.
  ssr: { resolve: { conditions: ["longshore-source", "node", "import", "module", "default"] } },
  resolve: { conditions: ["longshore-source", "node", "import", "module", "default"] },
  test: {
    include: ["test/**/*.test.ts"],
    pool: "forks",
    testTimeout: 30_000,
    hookTimeout: 30_000,
    reporters: ["default"],
  },
});
