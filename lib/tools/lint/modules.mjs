import { forBrowsers } from "./layers.mjs";
import { isTest, nameOf, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** Makes the build fail if server code would be bundled for a browser. */
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
        context.report({ node, message: 'A file of lib must begin with import "server-only".' });
      },
    };
  },
};

/** Each module has one name, and the name shows where it is. */
export const paths = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    return {
      /** @param {Node} node */
      Program(node) {
        if (/(^|\/)index\.[a-z]+$/.test(place))
          context.report({ node, message: "No barrels: import the file itself." });
      },
      /** @param {Node} node */
      ExportAllDeclaration: (node) => context.report({ node, message: "No barrels: import the file itself." }),
      /** @param {Node} node */
      ImportDeclaration(node) {
        // Node runs an .mjs unchanged and knows no alias. Vite knows only the aliases of this config.
        if (node.source.value.startsWith("../") && !/\.mjs$|(^|\/)vitest\.config\.ts$/.test(place)) {
          context.report({ node, message: "A path to another folder must begin with @/." });
        }
      },
    };
  },
};
