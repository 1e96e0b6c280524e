/** Rows with the name of each field once, and not in every row: a page then sends less. No value of a row is null. */
export type PackedRows<Row> = { names: (keyof Row)[]; values: (Row[keyof Row] | null)[][] };

/** Packs rows of plain values. */
export function packRows<Row extends { [Name in keyof Row]?: string | number | boolean }>(
  rows: readonly Row[],
): PackedRows<Row> {
  const names = [...new Set(rows.flatMap((row) => Object.keys(row) as (keyof Row)[]))];
  return { names, values: rows.map((row) => names.map((name) => row[name] ?? null)) };
}

/** The rows as they were before `packRows`. What a row left out, it leaves out again. */
export function unpackRows<Row>({ names, values }: PackedRows<Row>): Row[] {
  return values.map((row) => {
    const fields = names.map((name, at) => [name, row[at]] as const);
    return Object.fromEntries(fields.filter(([, value]) => value !== null)) as Row;
  });
}
