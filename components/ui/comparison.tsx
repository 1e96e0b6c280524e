import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type Props = Pick<ComponentProps<"table">, "ref" | "aria-label"> & {
  /** The heading of the fields' names, only for screen readers. */
  corner?: string;
  heads: readonly [ReactNode, ReactNode];
  /** The rows: each a `ComparedField`. */
  children: ReactNode;
};

/** Two versions of each field side by side, or below each other on a narrow screen, where the table keeps its ARIA roles. */
export function Comparison({ corner, heads, children, ...table }: Props) {
  return (
    <table
      role="table"
      className="w-full table-fixed border-separate [border-spacing:0] text-13 max-[600px]:block"
      {...table}
    >
      <thead role="rowgroup" className="max-[600px]:sr-only">
        <tr role="row">
          {corner ? (
            <th role="columnheader" scope="col" className="w-24">
              <span className="sr-only">{corner}</span>
            </th>
          ) : (
            <td role="cell" className="w-24" />
          )}
          {heads.map((head, at) => (
            <th
              role="columnheader"
              scope="col"
              key={at}
              className="px-3 pt-1.5 pb-2 text-left align-bottom font-medium"
            >
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup" className="max-[600px]:block">
        {children}
      </tbody>
    </table>
  );
}

const cellLook = "border-t border-line align-top max-[600px]:block max-[600px]:border-0";

const rowLook = classes(
  "max-[600px]:grid max-[600px]:grid-cols-1 max-[600px]:gap-1 max-[600px]:border-t max-[600px]:border-line",
  "max-[600px]:py-2.5",
);

/** The name of a field and its cells: two `ComparedValue`, or one as wide as both. */
export function ComparedField({ label, children }: { label: string; children: ReactNode }) {
  return (
    <tr role="row" className={rowLook}>
      <th
        role="rowheader"
        scope="row"
        className={classes(cellLook, "py-2.5 pr-3 pl-0 text-left font-normal wrap-anywhere text-muted max-[600px]:p-0")}
      >
        {label}
      </th>
      {children}
    </tr>
  );
}

type ValueProps = {
  /** Which version it is, said on a narrow screen. */
  version: string;
  /** Holds a control with space around its text. */
  control?: boolean;
  colSpan?: number;
  children: ReactNode;
};

/** One version of a field. */
export function ComparedValue({ version, control, colSpan, children }: ValueProps) {
  const space = control
    ? "p-1 last:pr-px max-[600px]:p-0"
    : "px-3 py-2.5 wrap-anywhere whitespace-pre-wrap max-[600px]:p-0";
  return (
    <td role="cell" colSpan={colSpan} className={classes(cellLook, space)}>
      <small
        className={classes("hidden text-12 font-medium text-muted max-[600px]:block", control ? "px-2 pt-1" : "py-0.5")}
      >
        {version}
      </small>
      {children}
    </td>
  );
}
