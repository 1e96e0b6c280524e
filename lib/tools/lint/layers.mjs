import { begins, isTest, isUnitTest, nameOf, onImports, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/**
 * The rooms in order, lowest first. A file imports from its own room and from lower rooms. An import of a type counts as an
 * import. Rooms in the same row do not import each other.
 */
const floors = [
  ["prisma"],
  ["lib/policy"],
  ["lib/isomorphic"],
  ["lib/runtime"],
  ["lib/i18n"],
  ["lib/database"],
  ["lib/security"],
  ["lib/access"],
  ["lib/domain"],
  ["lib/doors"],
  ["lib/background", "lib/server", "lib/demo"],
  ["lib/commands"],
  ["components"],
  ["app"],
  ["instrumentation"],
  ["lib/testing"],
  ["e2e", "lib/tools"],
];

/** The part of lib that also runs in the browser. */
export const forBrowsers = /^lib\/(policy|isomorphic\/.+|domain\/[^/]+\/schema)$/;

/** These rooms import only a part of the lower rooms: `part` is what they may import, `types` is what they may import as a type. */
const narrow = new Map([
  [
    "components",
    {
      part: /^lib\/(policy|isomorphic\/.+)$/,
      types: /^$/,
      message: "A component may import only lib/policy and lib/isomorphic from lib.",
    },
  ],
  [
    "app",
    {
      part: /^(components\/.+|lib\/(policy|isomorphic\/.+|runtime\/env|doors\/.+|domain\/[^/]+\/(operations|schema|rules)))$/,
      types: /^lib\/(i18n|access|domain)\//,
      message: "A screen must read and write through lib/doors and a noun's operations.",
    },
  ],
  [
    "instrumentation",
    { part: /^lib\/background\//, types: /^$/, message: "instrumentation.ts may import only lib/background." },
  ],
]);

/** Single exceptions, each with its reason. */
const besides = new Set([
  // The page makes a passkey challenge while it renders. This stores nothing and reads no account, so it is no operation.
  "app/(public)/login/page > lib/domain/two-factor/keys",
  // Rows get the form in which the program reads an email address. A copy of the rule could differ from it. The rule imports nothing of lib.
  "prisma/rows/20261201101000_one_form_of_addresses > lib/isomorphic/email",
]);

/** Decides which rooms a file may import. A unit test is beside its file, and imports from every room. */
export const layers = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    if (isUnitTest(place)) return {};
    const [room, floor] = [roomOf(place), floorOf(roomOf(place))];
    const limits = narrow.get(room);
    return {
      /** @param {Node} node */
      Program(node) {
        if (floor < 0 && place.startsWith("lib/"))
          context.report({
            node,
            message:
              "This file is in no room: move it into a room that lib/tools/lint/layers.mjs lists, or add its room there.",
          });
      },
      ...onImports(context, (module, node) => {
        const name = nameOf(module);
        const target = roomOf(name);
        if (floor < 0 || floorOf(target) < 0 || target === room || besides.has(`${nameOf(place)} > ${name}`)) return;
        if (floorOf(target) >= floor)
          context.report({ node, message: `${room} cannot import ${target}, which is not a lower room.` });
        else if (limits && !limits.part.test(name) && !(isType(node) && limits.types.test(name)))
          context.report({ node, message: limits.message });
      }),
    };
  },
};

/** Stores that files of other nouns may import, and which nouns. */
const foundations = new Map([
  ["people", /./],
  ["mail-links", /^password-links$/],
  ["mail", /^mail-links$/],
]);

/** An operation may use every store. Other files of a noun use only their own store. */
export const nouns = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    const [, noun, file] = /^lib\/domain\/([^/]+)\/([^/]+)\.ts$/.exec(place) ?? [];
    if (isTest(place) || !noun) return {};
    return onImports(context, (module, node) => {
      const [, other, kind] = /^lib\/domain\/([^/]+)\/(store|operations)$/.exec(nameOf(module)) ?? [];
      if (!other || other === noun) return;
      if (kind === "operations") {
        context.report({
          node,
          message: "An operation must not run another operation. Use the other noun's store and rules.",
        });
      } else if (file !== "operations" && !foundations.get(other)?.test(noun) && !isType(node)) {
        context.report({
          node,
          message:
            "Only operations.ts may import another noun's store. Exceptions are listed in lib/tools/lint/layers.mjs.",
        });
      }
    });
  },
};

/** Code for the browser imports no server code. Types are allowed: the build removes them. */
export const browsers = {
  /** @param {Context} context */
  create(context) {
    const place = placeOf(context);
    if (isTest(place)) return {};
    let inBrowser = forBrowsers.test(nameOf(place));
    return {
      /** @param {Node} node */
      Program(node) {
        inBrowser ||= begins(node, "use client");
      },
      ...onImports(context, (module, node) => {
        const name = nameOf(module);
        if (inBrowser && /^(lib|prisma)\//.test(name) && !forBrowsers.test(name) && !isType(node)) {
          context.report({ node, message: "A browser cannot run this part of lib." });
        }
      }),
    };
  },
};

/** @param {Node} node */
const isType = (node) => node.importKind === "type" || node.exportKind === "type" || node.type === "TSImportType";

/** @param {string} place */
const floorOf = (place) => floors.findIndex((rooms) => rooms.includes(place));

/** The room of a file. @param {string} place */
function roomOf(place) {
  const [first = "", second = ""] = nameOf(place).split("/");
  return first === "lib" ? `lib/${second}` : first;
}
