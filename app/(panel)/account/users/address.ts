import { paths } from "@/lib/paths";
import { defaultUsersQuery, type UsersQuery } from "@/lib/users/schema";

/** The address of the list as the query asks for it; what is at its default is left out. */
export function usersAddress(wanted: Partial<UsersQuery>): string {
  const query = { ...defaultUsersQuery, ...wanted };
  const params = new URLSearchParams();
  const sort = sortOf(query);
  for (const [name, value] of Object.entries({ ...query, sort })) {
    if (name === "descending" || value === "" || value === { ...defaultUsersQuery, sort: "-created" }[name]) continue;
    params.set(name, String(value));
  }
  const text = params.toString();
  return text ? `${paths.users}?${text}` : paths.users;
}

/** The sort as it stands in the address: `-created` is newest first. */
export const sortOf = ({ sort, descending }: Pick<UsersQuery, "sort" | "descending">) => `${descending ? "-" : ""}${sort}` as const;
