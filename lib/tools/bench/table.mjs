/** @typedef {import("./figures.ts").Figure} Measured */
/** @typedef {Omit<Measured, "floorValue" | "ratio"> & { floorValue: number | null, ratio: number | null }} Figure as kept in JSON */
/** @typedef {{ at: string, machine: string, quick: boolean, sizes: number[], figures: Figure[] }} Bench */

/**
 * Formats the kept runs, one for each version of Node, the oldest first.
 *
 * @param {Record<string, Bench>} kept
 */
export function benchTables(kept) {
  // Keys that are whole numbers come in ascending order.
  return Object.values(kept).map(benchTable).join("\n\n");
}

/**
 * Formats the figures of a run as a Markdown table: one column per engine, each with its value, spread and ratio.
 *
 * @param {Bench} bench
 */
export function benchTable({ at, machine, quick, figures }) {
  const engines = [...new Set(figures.map(({ engine }) => engine).filter(Boolean))];
  const names = [...new Set(figures.map(({ what }) => what))];
  const rows = names.map((name) => {
    const alike = figures.filter(({ what }) => what === name);
    const [{ floor = "", unit = "", aim = "" } = {}] = alike;
    const cells = engines.map((engine) => {
      const figure = alike.find((one) => one.engine === engine) ?? alike.find((one) => one.engine === "");
      return figure ? cell(figure) : "";
    });
    return [`${name} (${unit})`, floor && `: ${floor}`, ...cells, aim];
  });
  const head = ["figure", "against", ...engines, "aim"];
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const about = `Measured on ${at}: ${machine}.${quick ? " A quick run, which proves nothing." : ""}`;
  return [about, "", line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

/** The value (lowest–highest round), its floor, and the ratio. @param {Figure} figure */
function cell({ value, lowest, highest, floor, floorValue, ratio }) {
  const spread = lowest === highest ? "" : ` (${short(lowest)}–${short(highest)})`;
  const isAlone = floor === "" || floorValue === null || ratio === null;
  return `${short(value)}${spread}${isAlone ? "" : ` : ${short(floorValue)} = **${ratio.toFixed(2)}**`}`;
}

/** @param {number} value */
const short = (value) => value.toFixed(value >= 100 ? 0 : value >= 1 ? 1 : 2);
