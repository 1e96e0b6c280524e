import { isUnitTest, nameOf, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/**
 * What of a module only some rooms may have, as a type or as a value: `names`, or all of it. A unit test may have everything.
 *
 * @type {Map<string, { names?: ReadonlySet<string>, rooms: RegExp, say: string }>}
 */
const guarded = new Map([
  [
    "lib/database/db",
    {
      names: new Set(["db", "writer", "transaction", "openDatabase", "Db"]),
      rooms: /^(lib\/(database|access|demo|testing|tools)\/|e2e\/|lib\/commands\/demo$)/,
      say: "The database is reached through a handle of lib/access/authorize.ts.",
    },
  ],
  [
    "lib/access/authorize",
    {
      names: new Set(["authorize", "lasting", "writing", "holding"]),
      rooms: /^lib\/(access|demo|testing)\//,
      say: "An operation is given its handle: lib/access makes it.",
    },
  ],
  ["lib/access/audit", { names: new Set(["appendHistory"]), rooms: /^lib\/(access|demo|testing)\//, say: "A line is of the moment at which it is written." }],
  // Its steps take a client, and whoever they are told of.
  ["lib/demo/chronicle", { rooms: /^(lib\/(demo|testing|tools)\/|e2e\/)/, say: "Only demos and tests tell of what nobody did." }],
  ["lib/doors/program", { rooms: /^lib\/(background|doors)\//, say: "Only lib/background asks as the program." }],
]);

/** Who has the database itself, who makes handles, and who speaks for the program. */
export const handles = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    if (isUnitTest(place)) return {};
    return onImports(context, (module, node) => {
      const guard = guarded.get(nameOf(module));
      if (!guard || guard.rooms.test(nameOf(place))) return;
      const { names, say } = guard;
      if (!names || namesOf(node).some((name) => name === "*" || names.has(name))) context.report({ node, message: say });
    });
  },
};

/** The names that an import takes, or that are passed on; `*` where it could be any. @param {Node} node @returns {string[]} */
function namesOf(node) {
  if (node.type === "TSImportType") return [firstOf(node.qualifier)];
  const specifiers = /** @type {Node[] | undefined} */ (node.specifiers);
  return specifiers ? specifiers.map(({ imported, local, type }) => (type === "ExportSpecifier" ? nameIn(local) : nameIn(imported))) : ["*"];
}

/** @param {Node | undefined} node @returns {string} */
const nameIn = (node) => node?.name ?? node?.value ?? "*";

/** Of `a.b.c` the first. @param {Node | null | undefined} node @returns {string} */
const firstOf = (node) => (node?.type === "TSQualifiedName" ? firstOf(node.left) : nameIn(node ?? undefined));
