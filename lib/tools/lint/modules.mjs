import { forBrowsers } from "./layers.mjs";
import { isTest, nameOf, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** Bundling server code for a browser fails at the build, not at review. */
export const serverOnly = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    const free = forBrowsers.test(nameOf(place)) || isTest(place) || /\.(d|config)\.ts$/.test(place);
    if (!/^lib\/.*\.ts$/.test(place) || free) return {};
    return {
      /** @param {Node} node */
      Program(node) {
        const first = node.body.find((/** @type {Node} */ statement) => !statement.directive);
        if (first?.type === "ImportDeclaration" && first.source.value === "server-only") return;
        context.report({ node, message: 'A file of lib begins with import "server-only".' });
      },
    };
  },
};

/** One name for each module, and none that hides where a thing is. */
export const paths = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    return {
      /** @param {Node} node */
      Program(node) {
        if (/(^|\/)index\.[a-z]+$/.test(place)) context.report({ node, message: "No barrels: import the file itself." });
      },
      /** @param {Node} node */
      ExportAllDeclaration: (node) => context.report({ node, message: "No barrels: import the file itself." }),
      /** @param {Node} node */
      ImportDeclaration(node) {
        // Node runs an .mjs as it is, and knows no alias; Vite knows those alone that this config tells it.
        if (node.source.value.startsWith("../") && !/\.mjs$|(^|\/)vitest\.config\.ts$/.test(place)) {
          context.report({ node, message: "Across folders the path begins with @/." });
        }
      },
    };
  },
};
