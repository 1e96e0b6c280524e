import { isTest, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** Only lib/runtime/env.mjs reads the environment, so that each setting is checked and documented. */
export const settings = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    // Prisma's two scripts also run alone, before anything else is ready.
    // The runtime of a bundle is not a setting: Next replaces the expression with the answer.
    if (place === "instrumentation.ts") return {};
    if (
      /^(lib\/runtime\/env(ironment)?|prisma\/(generate|migrate))\.mjs$/.test(place) ||
      /(^|[./])config\.(ts|js|mjs)$/.test(place) ||
      isTest(place)
    )
      return {};
    const message = "Read settings through lib/runtime/env.mjs.";
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
  ["$queryRawUnsafe", "This pastes values into SQL. Use $queryRaw`…`."],
  ["$executeRawUnsafe", "This pastes values into SQL. Use $executeRaw`…`."],
  ["dangerouslySetInnerHTML", "Never turn text from people into markup."],
]);

/** Refuses dangerous features that have a safe alternative. */
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
          context.report({ node, message: "Math.random can be guessed. Use node:crypto." });
        }
      },
      /** @param {Node} node */
      JSXAttribute: (node) => check(node, node.name.name),
      /** @param {Node} node */
      Property: (node) => check(node, node.key.name),
    };
  },
};

/** The properties of a Prisma query beside `take`. An object with any other property, such as a step of a list, is not a query. */
const inQueries = /^(where|select|include|omit|cursor|skip|take|distinct|by|having|orderBy|relationLoadStrategy|_\w+)$/;

/** Refuses `take` without an order. Prisma then orders by the id, and reads and sorts all matches for the first few. */
export const order = {
  /** @param {Context} context */
  create(context) {
    return {
      /** @param {Node} node */
      ObjectExpression(node) {
        const properties = node.properties.filter((/** @type {Node} */ { type }) => type === "Property");
        const names = properties.map((/** @type {Node} */ { key }) => key.name ?? key.value);
        const take = properties[names.indexOf("take")];
        if (
          !take ||
          /Function/.test(take.value.type) ||
          names.includes("orderBy") ||
          !names.every((/** @type {string} */ name) => inQueries.test(name))
        )
          return;
        context.report({
          node: take,
          message: "Write orderBy beside take, in the order of the index that finds the rows.",
        });
      },
    };
  },
};
