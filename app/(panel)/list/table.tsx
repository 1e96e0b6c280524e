import type { ReactNode } from "react";
import { SortHead } from "@/app/(panel)/list/sort-head";
import type { ListAddress, PageQuery } from "@/lib/isomorphic/list-query";

export type Column<Row, Query extends PageQuery> = {
  /** The class of its cells: their width, and their place on a phone. */
  name: string;
  label: string;
  /** Only screen readers get the label. */
  unlabelled?: true;
  /** The order that its heading links to. */
  sort?: Query["sort"];
  /** The direction of the first click: the more common one. */
  descendingFirst?: true;
  cell: (row: Row) => ReactNode;
};

type Props<Row, Query extends PageQuery> = {
  list: ListAddress<Query>;
  className: string;
  label: string;
  columns: readonly Column<Row, Query>[];
  rows: readonly Row[];
  keyOf: (row: Row) => string | number;
  /** The class of a row. */
  lookOf?: (row: Row) => string | undefined;
  /** A heading above a row, where a group begins. */
  headingOf?: (row: Row, previous: Row | undefined) => ReactNode;
};

/** The table of a list. On a phone, each row becomes a card and keeps its ARIA roles. */
export function ListTable<Row, Query extends PageQuery>({
  list,
  className,
  label,
  columns,
  rows,
  keyOf,
  lookOf,
  headingOf,
}: Props<Row, Query>) {
  return (
    <div className="wrap">
      <table role="table" className={`ledger ${className}`} aria-label={label}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map(({ name, label: words, unlabelled, sort, descendingFirst }) =>
              sort ? (
                <SortHead key={name} {...{ list, sort, descendingFirst }} className={name} label={words} />
              ) : (
                <th role="columnheader" scope="col" key={name} className={name}>
                  {unlabelled ? <span className="sr-only">{words}</span> : words}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.flatMap((row, index) => {
            const [key, heading] = [keyOf(row), headingOf?.(row, rows[index - 1])];
            return [
              heading && (
                <tr role="row" key={`above ${key}`} className="day">
                  <th role="rowheader" scope="rowgroup" colSpan={columns.length}>
                    {heading}
                  </th>
                </tr>
              ),
              <tr role="row" key={key} className={lookOf?.(row)}>
                {columns.map(({ name, cell }) => (
                  <td role="cell" key={name} className={name}>
                    {cell(row)}
                  </td>
                ))}
              </tr>,
            ];
          })}
        </tbody>
      </table>
    </div>
  );
}
