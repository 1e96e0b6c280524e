// A page that only renders 25 rows, in a separate Next application: the cost of the framework alone.
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { environmentWith } from "../../runtime/environment.mjs";
import { buildTiny } from "../../testing/tiny-next.mjs";

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

/**
 * Builds the bare page in a folder inside the project, whose packages it uses, and serves it.
 *
 * @param {string} folder is emptied first
 * @param {number} port
 * @returns {Promise<{ pid: number, stop: () => void }>}
 */
export async function startBare(folder, port) {
  await buildTiny(folder, { "page.jsx": page });
  const server = spawn(process.execPath, [fileURLToPath(import.meta.url), folder, String(port)], {
    stdio: "inherit",
    env: environmentWith({ NODE_ENV: "production" }),
  });
  return { pid: /** @type {number} */ (server.pid), stop: () => void server.kill() };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [, , folder = "", port = ""] = process.argv;
  const { default: next } = await import("next");
  const app = next({ dev: false, dir: folder, hostname: "localhost", port: Number(port), httpServer: createServer() });
  await app.prepare();
  createServer(app.getRequestHandler()).listen(Number(port), "localhost");
}
