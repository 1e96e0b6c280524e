// Generates the database clients, one per engine, in prisma/generated. It can run any number of times: if its inputs are unchanged, it does
// nothing.
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = path.dirname(fileURLToPath(import.meta.url));
const engines = /** @type {const} */ (["sqlite", "postgresql"]);

/**
 * Generates the clients whose schema or generator changed since the last time.
 * Throws the output of `prisma generate` if it refuses a schema.
 * @returns {Promise<string[]>} the engines whose client was written
 */
export async function generate() {
  const written = await Promise.all(engines.map(async (engine) => ((await generateFor(engine)) ? [engine] : [])));
  return written.flat();
}

/** Whether there is nothing to generate. */
export const isGenerated = () => engines.every((engine) => wanted(engine).isThere);

/** @param {(typeof engines)[number]} engine */
function wanted(engine) {
  const folder = path.join(here, "generated", engine);
  const parts = [`${engine}.prisma`, "models.prisma"].map((file) => readFileSync(path.join(here, file), "utf8"));
  const schema = parts.join("\n");
  const stamp = createHash("sha256").update(prismaVersion()).update(schema).digest("hex");
  const stampFile = path.join(folder, "stamp");
  return { folder, schema, stamp, stampFile, isThere: read(stampFile) === stamp };
}

/** @param {(typeof engines)[number]} engine */
async function generateFor(engine) {
  const { folder, schema, stamp, stampFile, isThere } = wanted(engine);
  if (isThere) return false;

  mkdirSync(folder, { recursive: true });
  const schemaFile = path.join(folder, "schema.prisma");
  replace(schemaFile, schema);
  await runPrisma(schemaFile);
  replace(stampFile, stamp);
  return true;
}

/** @param {string} schemaFile */
async function runPrisma(schemaFile) {
  const { resolve } = createRequire(import.meta.url);
  const cli = path.join(path.dirname(resolve("prisma/package.json")), "build/index.js");
  // `prisma generate` would download a schema engine that it never runs. Naming any executable prevents that.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: "1" };
  await promisify(execFile)(process.execPath, [cli, "generate", "--schema", schemaFile, "--no-hints"], {
    cwd: path.dirname(here),
    env,
  });
}

function prismaVersion() {
  return String(createRequire(import.meta.url)("prisma/package.json").version);
}

/** @param {string} file */
function read(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/**
 * Writes a file as a whole, because another process may be reading it.
 * @param {string} file
 * @param {string} text
 */
function replace(file, text) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text);
  renameSync(draft, file);
}

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const written = await generate();
  console.log(written.length > 0 ? `Wrote the clients of ${written.join(" and ")}.` : "The clients are current.");
}
