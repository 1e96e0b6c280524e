import { begins, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */

/** The handles that prove that the table was asked: see lib/access/authorize.ts. */
const proofs = ["Authorized", "Autocommit", "InTransaction", "Locked", "AnyWriter"];

/** A handle proves that the table was asked, so no other file may make one. */
export const authorized = {
  /** @param {Context} context */
  create(context) {
    if (placeOf(context) === "lib/access/authorize.ts") return {};
    /** @param {Node} node */
    const check = (node) => {
      const made = namesIn(node.typeAnnotation).find((name) => proofs.includes(name));
      if (made) context.report({ node, message: `Only lib/access/authorize.ts may make a handle (${made}).` });
    };
    return { TSAsExpression: check, TSTypeAssertion: check };
  },
};

/** An actions.ts exports only server actions, and each is an operation behind its door. */
export const actions = {
  /** @param {Context} context */
  create(context) {
    if (!isActions(context)) return {};
    const message = "An actions.ts may export only `const … = asAction(…)`.";
    return {
      /** @param {Node} node */
      ExportNamedDeclaration(node) {
        if (node.exportKind === "type") return;
        const made = node.declaration?.type === "VariableDeclaration" ? node.declaration.declarations : [];
        const fine = made.length > 0 && made.every((/** @type {Node} */ { init }) => init?.callee?.name === "asAction");
        if (!fine) context.report({ node, message });
      },
      /** @param {Node} node */
      ExportDefaultDeclaration: (node) => context.report({ node, message }),
      /** @param {Node} node */
      ExportAllDeclaration: (node) => context.report({ node, message }),
      /** @param {Node} node */
      Program(node) {
        if (!begins(node, "use server"))
          context.report({ node, message: 'An actions.ts must begin with "use server".' });
      },
    };
  },
};

/** The code that the network can call is in files with one name. */
export const useServer = {
  /** @param {Context} context */
  create(context) {
    if (isActions(context)) return {};
    return {
      /** @param {Node} node */
      ExpressionStatement(node) {
        if (node.directive === "use server")
          context.report({ node, message: '"use server" may be only in an actions.ts.' });
      },
    };
  },
};

/** @param {Context} context */
const isActions = (context) => placeOf(context).startsWith("app/") && placeOf(context).endsWith("/actions.ts");

/** Every name in a type, at any depth, except in a type of which only a part is taken. @type {(type: Node) => string[]} */
function namesIn(type) {
  if (typeof type !== "object" || type === null || type.type === "TSIndexedAccessType") return [];
  if (type.type === "Identifier") return [type.name];
  return Object.entries(type).flatMap(([key, value]) => (key === "parent" ? [] : [value].flat().flatMap(namesIn)));
}
