import { isUnitTest, nameOf, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/**
 * The parts of a module that only some rooms may import, as a type or as a value: `names`, or everything. A unit test may import all.
 *
 * @type {Map<string, { names?: ReadonlySet<string>, rooms: RegExp, message: string }>}
 */
const guarded = new Map([
  [
    "lib/database/db",
    {
      names: new Set(["db", "writer", "transaction", "openDatabase", "Db"]),
      rooms: /^(lib\/(database|access|demo|testing|tools)\/|e2e\/|lib\/commands\/demo$)/,
      message: "Use the database through a handle of lib/access/authorize.ts.",
    },
  ],
  [
    "lib/access/authorize",
    {
      names: new Set(["authorize", "authorizeAutocommit", "authorizeInTransaction", "authorizeLocked"]),
      rooms: /^lib\/(access|demo|testing)\//,
      message: "Do not make a handle: lib/access gives one to each operation.",
    },
  ],
  [
    "lib/access/audit",
    {
      names: new Set(["appendHistory"]),
      rooms: /^lib\/(access|demo|testing)\//,
      message: "Only demos and tests may write activity lines with a time in the past.",
    },
  ],
  // Its steps take a client and any person as the actor.
  [
    "lib/demo/chronicle",
    {
      rooms: /^(lib\/(demo|testing|tools)\/|e2e\/)/,
      message: "Only demos and tests may record acts that no person did.",
    },
  ],
  [
    "lib/doors/program",
    { rooms: /^lib\/(background|doors)\//, message: "Only lib/background may act as the program." },
  ],
]);

/** Decides who may use the database itself, make handles, and act as the program. */
export const handles = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    if (isUnitTest(place)) return {};
    return onImports(context, (module, node) => {
      const guard = guarded.get(nameOf(module));
      if (!guard || guard.rooms.test(nameOf(place))) return;
      const { names, message } = guard;
      if (!names || namesOf(node).some((name) => name === "*" || names.has(name)))
        context.report({ node, message: message });
    });
  },
};

/** The names that an import takes or a re-export passes on; `*` if it could be any. @param {Node} node @returns {string[]} */
function namesOf(node) {
  if (node.type === "TSImportType") return [firstOf(node.qualifier)];
  const specifiers = /** @type {Node[] | undefined} */ (node.specifiers);
  return specifiers
    ? specifiers.map(({ imported, local, type }) => (type === "ExportSpecifier" ? nameIn(local) : nameIn(imported)))
    : ["*"];
}

/** @param {Node | undefined} node @returns {string} */
const nameIn = (node) => node?.name ?? node?.value ?? "*";

/** The first name of `a.b.c`. @param {Node | null | undefined} node @returns {string} */
const firstOf = (node) => (node?.type === "TSQualifiedName" ? firstOf(node.left) : nameIn(node ?? undefined));
