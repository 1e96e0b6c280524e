import { pageSizes, sortOf, type ListQuery } from "@/lib/isomorphic/list-query";

/** The parameters of a URL, as a page gets them. */
export type Params = Record<string, string | string[] | undefined>;

const longestSearch = 254;

/** Reads a filter by its name. Gives one of these values, or nothing if it is absent or has another value. */
type ReadFilter = <T extends string>(name: string, values: readonly T[]) => T | "";

/**
 * Reads the query of a URL; `filters` reads the list's own filters. A value without a meaning becomes its default, and `misread`
 * says so. Unknown parameters are ignored.
 */
export function readListQuery<Sort extends string, Filters extends object>(
  params: Params,
  sorts: readonly Sort[],
  fallback: ListQuery<Sort>,
  filters: (filter: ReadFilter) => Filters,
): { query: ListQuery<Sort> & Filters; misread: boolean } {
  let misread = false;
  const one = <T>(name: string, meaning: (value: string) => T | undefined, otherwise: T): T => {
    const value = params[name];
    if (value === undefined || value === "") return otherwise;
    const read = typeof value === "string" ? meaning(value) : undefined;
    if (read === undefined) misread = true;
    return read ?? otherwise;
  };
  const among =
    <T extends string>(values: readonly T[]) =>
    (value: string) =>
      values.find((known) => known === value);
  const sort = one<string>("sort", among(sorts.flatMap((name) => [name, `-${name}`])), sortOf(fallback));
  const query = {
    q: one(
      "q",
      (value) => (/^[^\p{Cc}\p{Cs}]*$/u.test(value) && value.length <= longestSearch ? value.trim() : undefined),
      "",
    ),
    ...filters((name, values) => one<(typeof values)[number] | "">(name, among(values), "")),
    sort: sort.replace(/^-/, "") as Sort,
    descending: sort.startsWith("-"),
    size: one("size", (value) => pageSizes.find((known) => String(known) === value), fallback.size),
    cursor: one("cursor", (value) => (value.length <= 512 ? value : undefined), ""),
  };
  if (params.page !== undefined) misread = true;
  return { query, misread };
}
