import { isTest, placeOf } from "./source.mjs";

/** @typedef {import("./source.mjs").Node} Node */
/** @typedef {import("./source.mjs").Context} Context */
/** @typedef {"text" | "says"} Known a name that holds a text, or a function that returns one */

const message =
  "Put this text into its own element, such as <span>. After a browser has translated the page, React cannot find a text beside other children.";

/** Browsers do not translate texts in these elements, or these components wrap each text themselves. */
const exempt = new Set(["option", "title", "textarea", "style", "script", "Button", "LinkButton", "Chip", "Words"]);

/**
 * Refuses a text beside other children of an element, or in a fragment. React keeps a node for such a text, and browsers that translate a page
 * replace such nodes. What React then writes into them is never shown, and React fails when it looks for them. A text that is the only child
 * of an element is safe. The rule sees only the source: literals, results of translators, and names with the type `string`.
 */
export const texts = {
  /** @param {Context} context */
  create(context) {
    if (isTest(placeOf(context))) return {};
    /** @type {Map<string, Node>} */
    const types = new Map();
    /** @type {Map<string, Known | null>[]} */
    const scopes = [new Map()];
    const known = (/** @type {string} */ name) => scopes.findLast((scope) => scope.has(name))?.get(name);
    const remember = (/** @type {Node} */ id, /** @type {Known | null} */ what) =>
      void (id?.type === "Identifier" && scopes.at(-1)?.set(id.name, what));

    /** @param {Node} node @returns {boolean} */
    function isText(node) {
      switch (node.type) {
        case "JSXText":
        case "Literal":
          return typeof node.value === "number" || (typeof node.value === "string" && /\S/.test(node.value));
        case "TemplateLiteral":
          return true;
        case "JSXExpressionContainer":
        case "ParenthesizedExpression":
        case "TSAsExpression":
        case "TSNonNullExpression":
          return isText(node.expression);
        case "ConditionalExpression":
          return isText(node.consequent) || isText(node.alternate);
        case "LogicalExpression":
          return isText(node.right) || (node.operator !== "&&" && isText(node.left));
        case "BinaryExpression":
          return node.operator === "+" && (isText(node.left) || isText(node.right));
        case "Identifier":
          return known(node.name) === "text";
        case "CallExpression":
          return givesText(node.callee);
        default:
          return false;
      }
    }

    /** @param {Node} callee */
    function givesText(callee) {
      if (callee.type === "MemberExpression") return callee.property.name === "join";
      return (
        callee.type === "Identifier" &&
        (known(callee.name) === "says" || /^(t|String|format[A-Z]\w*)$/.test(callee.name))
      );
    }

    /** Whether this gives several texts, each a node of its own. @param {Node} node @returns {boolean} */
    function areTexts(node) {
      if (node.type === "JSXExpressionContainer") return areTexts(node.expression);
      if (node.type === "LogicalExpression") return areTexts(node.right);
      const method =
        node.type === "CallExpression" && node.callee.type === "MemberExpression" ? node.callee.property.name : "";
      return method === "rich" || (/^(flatM|m)ap$/.test(method) && returnsText(node.arguments[0]));
    }

    /** Whether a function is one expression that is a text. @param {Node | undefined} node */
    const returnsText = (node) =>
      node?.type === "ArrowFunctionExpression" && node.body.type !== "BlockStatement" && isText(node.body);

    /** @param {Node | null} init @returns {Known | null} */
    function whatIs(init) {
      const node = init?.type === "AwaitExpression" ? init.argument : init;
      if (!node) return null;
      if (node.type === "CallExpression" && /^(useTranslations|getTranslations|useSentence)$/.test(node.callee.name))
        return "says";
      return returnsText(node) ? "says" : isText(node) ? "text" : null;
    }

    /** @param {Node} id @param {Node | null} init */
    function declare(id, init) {
      if (id.type !== "ArrayPattern" || init?.type !== "ArrayExpression") return remember(id, whatIs(init));
      id.elements.forEach(
        (/** @type {Node} */ each, /** @type {number} */ at) => each && remember(each, whatIs(init.elements[at])),
      );
    }

    /** The members of a type, if the file itself declares them. @param {Node | undefined} type @returns {Node[]} */
    function membersOf(type) {
      if (type?.type === "TSTypeLiteral") return type.members;
      if (type?.type === "TSIntersectionType") return type.types.flatMap(membersOf);
      if (type?.type === "TSTypeReference") return membersOf(types.get(type.typeName.name));
      return [];
    }

    /** @param {Node} node */
    function enter({ params }) {
      scopes.push(new Map());
      for (const param of params) {
        remember(param, param.typeAnnotation?.typeAnnotation.type === "TSStringKeyword" ? "text" : null);
        if (param.type !== "ObjectPattern") continue;
        const strings = membersOf(param.typeAnnotation?.typeAnnotation)
          .filter(({ typeAnnotation }) => typeAnnotation?.typeAnnotation.type === "TSStringKeyword")
          .map(({ key }) => key.name);
        for (const { key, value } of param.properties)
          if (value) remember(value.left ?? value, strings.includes(key.name) ? "text" : null);
      }
    }
    const exitScope = () => void scopes.pop();

    /** @param {Node} node @param {boolean} inFragment */
    function check({ children }, inFragment) {
      const drawn = children.filter(isDrawn);
      for (const child of drawn) {
        if (areTexts(child) || ((inFragment || drawn.length > 1) && isText(child)))
          context.report({ node: child, message });
      }
    }

    return {
      /** @param {Node} program */
      Program(program) {
        for (const statement of program.body) {
          const type = statement.declaration ?? statement;
          if (type.type === "TSTypeAliasDeclaration") types.set(type.id.name, type.typeAnnotation);
        }
      },
      FunctionDeclaration: enter,
      FunctionExpression: enter,
      ArrowFunctionExpression: enter,
      "FunctionDeclaration:exit": exitScope,
      "FunctionExpression:exit": exitScope,
      "ArrowFunctionExpression:exit": exitScope,
      /** @param {Node} node */
      VariableDeclarator: ({ id, init }) => declare(id, init),
      /** @param {Node} node */
      JSXElement: (node) => exempt.has(node.openingElement.name.name) || check(node, false),
      /** @param {Node} node */
      JSXFragment: (node) => check(node, true),
    };
  },
};

/** Whether React draws it. Blanks at the ends of lines, and comments, are not drawn. @param {Node} node */
const isDrawn = (node) =>
  node.type === "JSXText" ? !/^\s*\n\s*$/.test(node.value) : node.expression?.type !== "JSXEmptyExpression";
