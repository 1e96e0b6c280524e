import { classes } from "@/components/ui/classes";
import { ArrowDown, ArrowUp } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { type ListAddress, listUrl } from "@/lib/isomorphic/list-query";

type Props = {
  list: ListAddress;
  sort: string;
  /** The direction of the first click: the more common one. */
  descendingFirst?: boolean;
  className: string;
  label: string;
};

/** A sortable column. The next click reverses the order. */
export function SortHead({ list, sort, descendingFirst = false, className, label }: Props) {
  const { query } = list;
  const current = query.sort === sort;
  const descending = current ? !query.descending : descendingFirst;
  const Arrow = (current ? query.descending : descending) ? ArrowDown : ArrowUp;
  const order = current ? (query.descending ? "descending" : "ascending") : undefined;
  return (
    <th role="columnheader" scope="col" className={className} aria-sort={order}>
      <Link
        className={classes(
          "group -mx-1 inline-flex max-w-[calc(100%+8px)] items-center gap-1 rounded-1 p-1 no-underline",
          current ? "font-semibold text-text" : "text-muted hover:text-text",
        )}
        href={listUrl(list, { sort, descending, cursor: "" })}
        scroll={false}
      >
        <span>{label}</span>
        <Arrow
          className={classes("size-3 print:hidden", current ? "text-accent" : "opacity-0 group-hover:opacity-70")}
        />
      </Link>
    </th>
  );
}
