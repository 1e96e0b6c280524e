import { begins, isTest, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** What of lib a browser may run. */
const forBrowsers =
  /^lib\/(policy|result|paths|address|format|identifiers|fields|days|list-query|password-strength|password-generator|messages\/.+|[^/]+\/schema)$/;
const forComponents = /^lib\/(policy|result|format|paths|password-strength|password-generator|messages\/.+)$/;

/** Who may import whom. */
export const walls = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    if (isTest(place)) return {};
    const noun = /^lib\/([^/]+)\/(operations|store)\.ts$/.exec(place);
    let inBrowser = forBrowsers.test(nameOf(place)) && !place.startsWith("lib/messages/");
    return {
      /** @param {Node} node */
      Program(node) {
        inBrowser ||= begins(node, "use client");
      },
      ...onImports(context, (module, node) => {
        const name = nameOf(module);
        const say = (/** @type {string} */ message) => context.report({ node, message });
        const store = /^lib\/([^/]+)\/store$/.exec(name);
        const type = node.importKind === "type" || node.exportKind === "type";

        if (place.startsWith("app/") && !type && (store || /^(lib\/(db|sqlite)|prisma\/.*)$/.test(name))) {
          say("A screen reads and writes through operations, never the database.");
        }
        if (place.startsWith("components/") && name.startsWith("lib/") && !forComponents.test(name)) {
          say("A component knows policy, result, format, paths and messages, and no other part of lib.");
        }
        if (!place.startsWith("app/") && name.startsWith("app/")) say("Nothing imports a screen.");
        if (place.startsWith("lib/") && name.startsWith("components/")) say("lib knows no component.");
        if (noun?.[2] === "store" && store && store[1] !== noun[1]) say("A store imports no other store.");
        if (noun?.[2] === "operations" && /^lib\/[^/]+\/operations$/.test(name)) {
          say("No operation runs inside an operation: use the other noun's store and rules.");
        }
        if (inBrowser && name.startsWith("lib/") && !forBrowsers.test(name) && !type) {
          say("A browser cannot run this part of lib.");
        }
      }),
    };
  },
};

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
        context.report({ node, message: 'A file of lib begins with `import "server-only"`.' });
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
        // Node runs an .mjs as it is, and knows no alias.
        if (node.source.value.startsWith("../") && !place.endsWith(".mjs")) {
          context.report({ node, message: "Across folders the path begins with @/." });
        }
      },
    };
  },
};

/** @param {string} place */
const nameOf = (place) => place.replace(/\.(d\.)?(tsx?|mjs|js)$/, "");
