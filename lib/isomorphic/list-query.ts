/** The query that most lists have besides their own filters: the search, the order, the page size, and the page. */
export type ListQuery<Sort extends string> = {
  q: string;
  sort: Sort;
  descending: boolean;
  size: (typeof pageSizes)[number];
  cursor: string;
};

/** The query of any list. A log has no order and no page size. */
export type PageQuery = Partial<ListQuery<string>> & { cursor: string };

/** Where a list is, in plain data for the server and the browser: its path, its query, and the query that its URL leaves out. */
export type ListAddress<Query extends PageQuery = PageQuery> = { path: string; query: Query; fallback: Query };

export const pageSizes = [25, 50, 100] as const;

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

/** The order as a URL shows it: `-created` is newest first. */
export const sortOf = <Sort extends string>({ sort, descending }: Pick<ListQuery<Sort>, "sort" | "descending">) =>
  `${descending ? "-" : ""}${sort}` as const;

/** The URL of the list with these values of its query changed. Default values are left out. */
export function listUrl({ path, query, fallback }: ListAddress, change: Partial<PageQuery> = {}): string {
  const [wanted, plain] = [parametersOf({ ...query, ...change }), parametersOf(fallback)];
  const params = new URLSearchParams(
    Object.entries(wanted).filter(([name, value]) => value !== "" && value !== plain[name]),
  );
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Whether a list shows only some of its rows: it is searched, filtered, or not at its first page. Every parameter counts except order
 * and page size, so a filter that is added later counts too.
 */
export function isNarrowed(query: PageQuery, fallback: PageQuery): boolean {
  const { sort: _sort, size: _size, ...plain } = parametersOf(fallback);
  const asked = parametersOf(query);
  return Object.entries(plain).some(([name, value]) => asked[name] !== value);
}

/** The query as parameters of the URL, with the list's own filters. */
export function parametersOf({ descending = false, ...query }: PageQuery): Record<string, string> {
  const { sort } = query;
  const order = sort === undefined ? {} : { sort: sortOf({ sort, descending }) };
  return Object.fromEntries(Object.entries({ ...query, ...order }).map(([name, value]) => [name, String(value)]));
}
