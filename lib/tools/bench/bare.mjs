// A page that does nothing but render 25 rows, in a Next of its own: what the framework costs by itself.
import { spawn } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../../runtime/environment.mjs";

const page = `
export const dynamic = "force-dynamic";
const rows = Array.from({ length: 25 }, (_, n) => n);
const columns = ["Username", "Privilege", "Last login", "Created", "Password changed", "Status"];
export default function Page() {
  return (
    <table>
      <thead><tr>{columns.map((name) => <th key={name}>{name}</th>)}</tr></thead>
      <tbody>{rows.map((n) => <tr key={n}>{columns.map((name) => <td key={name}>{name} {n}</td>)}</tr>)}</tbody>
    </table>
  );
}
`;
const layout = `export default ({ children }) => <html lang="en"><body>{children}</body></html>;\n`;

/**
 * Builds the bare page in a folder inside the project (whose packages it uses) and serves it.
 *
 * @param {string} folder emptied first
 * @param {number} port
 * @returns {Promise<() => void>} what ends it
 */
export async function startBare(folder, port) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "app"), { recursive: true });
  const root = JSON.stringify(resolve("."));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "bare", private: true, type: "module" }));
  writeFileSync(join(folder, "next.config.js"), `export default { turbopack: { root: ${root} }, outputFileTracingRoot: ${root} };\n`);
  // Else Next would find Steward's, and this server would sweep.
  writeFileSync(join(folder, "instrumentation.js"), "export function register() {}\n");
  writeFileSync(join(folder, "app/layout.jsx"), layout);
  writeFileSync(join(folder, "app/page.jsx"), page);
  const environment = environmentWith({ NODE_ENV: "production" });
  const built = spawn(process.execPath, [resolve("node_modules/next/dist/bin/next"), "build"], { cwd: folder, env: environment });
  let said = "";
  for (const stream of [built.stdout, built.stderr]) stream.on("data", (chunk) => (said += chunk));
  const code = await new Promise((end) => built.on("close", end));
  if (code !== 0) throw new Error(`The bare page could not be built:\n${said}`);
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), folder, String(port)], { stdio: "inherit", env: environment });
  return () => void server.kill();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = "", port = ""] = process.argv;
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: folder, hostname: "localhost", port: Number(port), httpServer: createServer() });
  await app.prepare();
  createServer(app.getRequestHandler()).listen(Number(port), "localhost");
}
