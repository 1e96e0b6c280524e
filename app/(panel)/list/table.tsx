import type { ReactNode } from "react";
import { SortHead } from "@/app/(panel)/list/sort-head";
import type { ListAddress, PageQuery } from "@/lib/isomorphic/list-query";

export type Column<Row, Query extends PageQuery> = {
  label: string;
  /** The class of its cells. */
  className?: string;
  /** The class of its heading: the column's width. */
  width?: string;
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
  className?: string;
  /** The class of the body: how a row is laid out on a phone. */
  cards: string;
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
  cards,
  label,
  columns,
  rows,
  keyOf,
  lookOf,
  headingOf,
}: Props<Row, Query>) {
  return (
    <div className="@container">
      <table role="table" className={className ? `ledger ${className}` : "ledger"} aria-label={label}>
        <thead role="rowgroup" className="phone:sr-only">
          <tr role="row">
            {columns.map(({ label: words, className: look, width, unlabelled, sort, descendingFirst }) => {
              const looks = [look, width].filter(Boolean).join(" ");
              return sort ? (
                <SortHead key={words} className={looks} {...{ list, sort, descendingFirst }} label={words} />
              ) : (
                <th role="columnheader" scope="col" key={words} className={looks}>
                  {unlabelled ? <span className="sr-only">{words}</span> : words}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody role="rowgroup" className={`phone:block phone:border-t phone:border-line ${cards}`}>
          {rows.flatMap((row, index) => {
            const [key, heading] = [keyOf(row), headingOf?.(row, rows[index - 1])];
            return [
              heading && (
                <tr role="row" key={`above ${key}`} className="day-heading">
                  <th role="rowheader" scope="rowgroup" colSpan={columns.length}>
                    {heading}
                  </th>
                </tr>
              ),
              <tr role="row" key={key} className={lookOf?.(row)}>
                {columns.map(({ label: words, className: look, cell }) => (
                  <td role="cell" key={words} className={look}>
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
