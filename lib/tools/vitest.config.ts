import "../testing/clean-environment.mjs";
import { fileURLToPath } from "node:url";
import { defaultServerConditions } from "vite";
import { defineConfig } from "vitest/config";

const root = fileURLToPath(new URL("../..", import.meta.url));
const alias = { "@": root.replace(/\/$/, "") };
// With this condition `server-only` is an empty module, as in Next's server.
const condition = "react-server";

/** Tests of the server and of the browser. Each kind gets the modules that it would get there. */
export default defineConfig({
  root,
  test: {
    pool: "forks",
    isolate: false,
    // On two cores, the third works while the others wait for a server or a timer.
    maxWorkers: 3,
    testTimeout: 20_000,
    hookTimeout: 60_000,
    projects: [
      {
        extends: true,
        resolve: { alias },
        ssr: { resolve: { conditions: [condition, ...defaultServerConditions], externalConditions: [condition] } },
        test: {
          name: "server",
          include: ["lib/**/*.test.ts", "prisma/**/*.test.ts"],
          globalSetup: ["lib/testing/postgres.ts"],
          setupFiles: ["lib/testing/fresh-modules.ts", "lib/testing/kept-hashes.ts"],
        },
      },
      {
        extends: true,
        resolve: { alias },
        oxc: { jsx: { runtime: "automatic" } },
        test: {
          name: "browser",
          include: ["components/**/*.test.{ts,tsx}", "app/**/*.test.{ts,tsx}"],
          setupFiles: ["lib/testing/fresh-modules.ts", "lib/testing/matchers.ts"],
          environment: "happy-dom",
          pool: "threads",
        },
      },
    ],
  },
});
