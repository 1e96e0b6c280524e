import { defaultUsersQuery, type UsersQuery } from "@/lib/domain/users/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list's URL for a query. Leaves out defaults. */
export const usersUrl = (wanted: Partial<UsersQuery>): string =>
  listUrl(paths.users, { ...defaultUsersQuery, ...wanted }, defaultUsersQuery);
