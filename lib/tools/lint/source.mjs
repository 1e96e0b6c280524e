import { relative, sep } from "node:path";

/** @typedef {any} Node a node of the syntax tree, as ESLint's rules get it */
/** @typedef {{ filename: string, cwd: string, report(problem: { node: Node, message: string }): void }} Context */

/** The file's path in the project, with slashes. @param {Context} context */
export const placeOf = ({ filename, cwd }) => relative(cwd, filename).split(sep).join("/");

/** Whether this is a test beside the file that it tests. @param {string} place */
export const isUnitTest = (place) => /\.test\.tsx?$|-test-process\.ts$/.test(place);

/** Whether this is a test, or a file that only tests import. @param {string} place */
export const isTest = (place) => isUnitTest(place) || /^(e2e|lib\/testing)\//.test(place);

/** A module's path without its ending. @param {string} place */
export const nameOf = (place) => place.replace(/\.(d\.)?(tsx?|mjs|js)$/, "");

/** Whether the file begins with this directive. @param {Node} program @param {string} directive */
export const begins = (program, directive) =>
  program.body.some((/** @type {Node} */ statement) => statement.directive === directive);

/**
 * Calls `seen` for every import and re-export of a file, with the module's path in the project if it has one.
 *
 * @param {Context} context
 * @param {(module: string, node: Node) => void} seen
 */
export function onImports(context, seen) {
  const folder = placeOf(context).split("/").slice(0, -1);
  /** @param {Node} node */
  const visit = (node) => {
    const name = node.source?.value ?? node.argument?.literal?.value;
    if (typeof name !== "string") return;
    if (name.startsWith("@/")) seen(name.slice(2), node);
    else if (name.startsWith(".")) seen(joined(folder, name), node);
    else seen(name, node);
  };
  return {
    ImportDeclaration: visit,
    ImportExpression: visit,
    ExportNamedDeclaration: visit,
    ExportAllDeclaration: visit,
    TSImportType: visit,
  };
}

/** @type {(folder: string[], name: string) => string} */
function joined(folder, name) {
  const place = [...folder];
  for (const part of name.split("/")) {
    if (part === "..") place.pop();
    else if (part !== ".") place.push(part);
  }
  return place.join("/");
}
