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
