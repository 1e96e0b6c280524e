import "../testing/clean-environment.mjs";
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));
// With this condition `server-only` is an empty module, as it is for Next's server.
const condition = "react-server";

export default defineConfig({
  root,
  resolve: { alias: { "@": root.replace(/\/$/, "") } },
  ssr: { resolve: { conditions: [condition, ...defaultServerConditions], externalConditions: [condition] } },
  test: {
    include: ["lib/**/*.test.ts", "prisma/**/*.test.ts"],
    globalSetup: ["lib/testing/postgres.ts"],
    setupFiles: ["lib/testing/fresh-modules.ts"],
    pool: "forks",
    isolate: false,
    maxWorkers: 2,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
