import createNextIntlPlugin from "next-intl/plugin";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  productionBrowserSourceMaps: false,
  reactStrictMode: true,
  // Native files and worker threads: they are loaded from node_modules as they are.
  serverExternalPackages: ["libsql", "@libsql/client", "@libsql/core", "pg", "piscina", "bcryptjs"],
  experimental: { authInterrupts: true },
};

export default createNextIntlPlugin("./lib/messages/request.ts")(config);
