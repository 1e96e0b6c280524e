// `npm run readme`: writes the README's tables from the program's own tables.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { benchTable } from "./bench/table.mjs";
import { settings } from "../runtime/env.mjs";
import en from "../i18n/messages/en.mjs";

/** @typedef {typeof import("../policy.ts")} Policy */
/** @typedef {import("../i18n/messages/en.mjs").Messages} Messages */

/**
 * The README with current tables. Throws if the place for one is missing.
 *
 * @param {string} readme
 * @param {Pick<Policy, "policy" | "permissions" | "reaches" | "rowOf">} table
 * @param {Messages} messages
 * @param {import("./bench/table.mjs").Bench} bench
 */
export function withTables(readme, table, messages, bench) {
  const tables = { privileges: privilegesTable(table, messages), settings: settingsTable(), bench: benchTable(bench) };
  return Object.entries(tables).reduce((written, [name, text]) => put(written, name, text), readme);
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

/** @param {string} readme @param {string} name @param {string} table */
function put(readme, name, table) {
  const [opens, closes] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const parts = readme.split(opens);
  const rest = parts[1]?.split(closes);
  if (parts.length !== 2 || rest?.length !== 2)
    throw new Error(`README.md needs ${opens} and ${closes}, once each and in this order.`);
  return `${parts[0]}${opens}\n${table}\n${closes}${rest[1]}`;
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
  const file = fileURLToPath(new URL("../../README.md", import.meta.url));
  const before = readFileSync(file, "utf8");
  /** @type {Policy} */
  const table = await tsImport("../policy.ts", import.meta.url);
  try {
    const bench = JSON.parse(readFileSync(new URL("bench/figures.json", import.meta.url), "utf8"));
    const after = withTables(before, table, en, bench);
    if (after !== before) writeFileSync(file, after);
    console.log(after === before ? "The README's tables are current." : "Wrote the README's tables.");
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
