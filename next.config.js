import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // `npm test` checks the types, also of tests. An operator who installs a release need not wait for that.
  typescript: { ignoreBuildErrors: true },
  // Native files and worker threads: loaded unchanged from node_modules.
  serverExternalPackages: ["libsql", "@libsql/client", "@libsql/core", "pg", "piscina", "bcryptjs"],
  // No page has an image to scale, and the scaler would fetch.
  images: { unoptimized: true },
  experimental: {
    authInterrupts: true,
    // The first page comes 0.4 seconds sooner if no other page is loaded before it.
    preloadEntriesOnStart: false,
  },
  // Pages get compiled texts (lib/doors/next-intl.ts), so no browser loads a parser. This formatter isolates the values in them.
  turbopack: {
    resolveAlias: { "use-intl/format-message": "./lib/isomorphic/format-message.ts" },
  },
};

export default createNextIntlPlugin("./lib/doors/next-intl.ts")(config);
