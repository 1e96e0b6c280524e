import { isTest, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** lib/runtime/env.mjs is the only reader of the environment, so that each setting is checked and documented. */
export const settings = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    // Prisma's two scripts also run on their own, before there is anything else.
    // Which of Next's runtimes a bundle is for is no setting: Next writes the answer in its place.
    if (place === "instrumentation.ts") return {};
    if (/^(lib\/runtime\/env(ironment)?|prisma\/(generate|migrate))\.mjs$/.test(place) || /(^|[./])config\.(ts|js|mjs)$/.test(place) || isTest(place)) return {};
    const message = "Settings are read by lib/runtime/env.mjs alone.";
    return {
      ...onImports(context, (module, node) => {
        const names = node.specifiers?.map((/** @type {Node} */ { imported }) => imported?.name) ?? [];
        if (/^(node:)?process$/.test(module) && names.includes("env")) context.report({ node, message });
      }),
      /** @param {Node} node */
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name;
        if (node.object.name === "process" && name === "env") context.report({ node, message });
      },
    };
  },
};

const refused = new Map([
  ["$queryRawUnsafe", "SQL with values pasted in: use $queryRaw`…`."],
  ["$executeRawUnsafe", "SQL with values pasted in: use $executeRaw`…`."],
  ["dangerouslySetInnerHTML", "Text from people never becomes markup."],
]);

/** What has a safe way, and does harm when it is taken in haste. */
export const dangers = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    const ours = place.startsWith("lib/") && !isTest(place);
    /** @param {Node} node @param {string} name */
    const check = (node, name) => {
      const message = refused.get(name);
      if (message) context.report({ node, message });
    };
    return {
      /** @param {Node} node */
      MemberExpression(node) {
        const name = node.computed ? node.property.value : node.property.name;
        check(node, name);
        if (ours && node.object.name === "Math" && name === "random") {
          context.report({ node, message: "Guessable: use node:crypto." });
        }
      },
      /** @param {Node} node */
      JSXAttribute: (node) => check(node, node.name.name),
      /** @param {Node} node */
      Property: (node) => check(node, node.key.name),
    };
  },
};

/** What a query of Prisma may say beside `take`. What says anything else, such as a step of a list, is none. */
const inQueries = /^(where|select|include|omit|cursor|skip|take|distinct|by|having|orderBy|relationLoadStrategy|_\w+)$/;

/** `take` without an order: Prisma then orders by the id, and all that match are read and sorted for the first few. */
export const order = {
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} node */
      ObjectExpression(node) {
        const said = node.properties.filter((/** @type {Node} */ { type }) => type === "Property");
        const names = said.map((/** @type {Node} */ { key }) => key.name ?? key.value);
        const take = said[names.indexOf("take")];
        if (!take || /Function/.test(take.value.type) || names.includes("orderBy") || !names.every((/** @type {string} */ name) => inQueries.test(name))) return;
        context.report({ node: take, message: "Write orderBy beside take: in the order of the index that finds the rows." });
      },
    };
  },
};
