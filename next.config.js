import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // `npm test` checks the types, of the tests too; whoever installs a release need not wait for it.
  typescript: { ignoreBuildErrors: true },
  // Native files and worker threads: they are loaded from node_modules as they are.
  serverExternalPackages: ["libsql", "@libsql/client", "@libsql/core", "pg", "piscina", "bcryptjs"],
  // No page has an image to be scaled, and what scales them fetches.
  images: { unoptimized: true },
  experimental: {
    authInterrupts: true,
    // The first page comes 0.4 seconds sooner where no other page is loaded before it.
    preloadEntriesOnStart: false,
  },
  // Pages get their texts compiled (lib/doors/next-intl.ts), so no browser loads what parses them; values in them are isolated.
  turbopack: {
    resolveAlias: { "use-intl/format-message": "./lib/isomorphic/format-message.ts" },
  },
};

export default createNextIntlPlugin("./lib/doors/next-intl.ts")(config);
