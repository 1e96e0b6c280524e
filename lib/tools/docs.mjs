// `npm run docs`: writes the tables of docs/ from the program's own tables.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { benchTables } from "./bench/table.mjs";
import { settings } from "../runtime/env.mjs";
import en from "../i18n/messages/en.mjs";

/** @typedef {typeof import("../policy.ts")} Policy */
/** @typedef {import("../i18n/messages/en.mjs").Messages} Messages */

/**
 * Each document with a table, by the name of the table.
 *
 * @param {Pick<Policy, "policy" | "permissions" | "reaches" | "rowOf">} table
 * @param {Messages} messages
 * @param {Record<string, import("./bench/table.mjs").Bench>} bench by version of Node
 */
export function tablesOf(table, messages, bench) {
  return {
    privileges: { file: "docs/privileges.md", table: privilegesTable(table, messages) },
    settings: { file: "docs/operations.md", table: settingsTable() },
    bench: { file: "docs/performance.md", table: benchTables(bench) },
  };
}

/**
 * The document with this table. Throws if the place for it is missing.
 *
 * @param {string} document
 * @param {string} name
 * @param {{ file: string, table: string }} content
 */
export function withTable(document, name, { file, table }) {
  const [opens, closes] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const parts = document.split(opens);
  const rest = parts[1]?.split(closes);
  if (parts.length !== 2 || rest?.length !== 2)
    throw new Error(`${file} needs ${opens} and ${closes}, once each and in this order.`);
  return `${parts[0]}${opens}\n\n${table}\n\n${closes}${rest[1]}`;
}

/** @param {Pick<Policy, "policy" | "permissions" | "reaches" | "rowOf">} table @param {Messages} messages */
function privilegesTable({ policy, permissions, reaches, rowOf }, { does, standing }) {
  const standings = /** @type {const} */ (["none", "user", "administrator", "holder"]);
  // Visitors, the operator and the program are outside every account.
  const inAccount = permissions.filter(
    (permission) => !["anyone", "operator", "program"].includes(policy[permission].level),
  );
  const rows = inAccount.map((permission) => [
    capitalised(wordsOf(does, permission)),
    ...standings.map((who) => (reaches(who, permission) ? "yes" : "–")),
    stepUps[rowOf(permission).stepUp ?? "never"],
  ]);
  return tableOf(["", ...standings.map((who) => standing[who]), "Asks again for the password or a factor"], rows);
}

/** When a permission asks for the password or a factor again. */
const stepUps = { always: "always", "when-target-is-administrator": "for an Administrator", never: "–" };

function settingsTable() {
  return tableOf(
    ["variable", "default", "purpose"],
    settings.map(({ name, fallback, about }) => [`\`${name}\``, fallback || "none", about]),
  );
}

/** @param {string[]} head @param {string[][]} rows */
function tableOf(head, rows) {
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll("<", "&lt;")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** @param {object} words @param {string} path */
function wordsOf(words, path) {
  /** @type {any} */
  let inner = words;
  for (const name of path.split(".")) inner = inner[name];
  return String(inner);
}

/** @param {string} words */
const capitalised = (words) => words.charAt(0).toUpperCase() + words.slice(1);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { tsImport } = await import("tsx/esm/api");
  process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
  /** @type {Policy} */
  const policy = await tsImport("../policy.ts", import.meta.url);
  const bench = JSON.parse(readFileSync("lib/tools/bench/figures.json", "utf8"));
  try {
    for (const [name, content] of Object.entries(tablesOf(policy, en, bench))) {
      const before = readFileSync(content.file, "utf8");
      const after = withTable(before, name, content);
      if (after !== before) writeFileSync(content.file, after);
      console.log(`${content.file}: the table ${after === before ? "is current" : "is written"}.`);
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
