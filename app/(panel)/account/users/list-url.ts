import { defaultUsersQuery, type UsersQuery } from "@/lib/domain/users/schema";
import { listAddress } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list's address for a query. Leaves out defaults. */
export const usersAddress = (wanted: Partial<UsersQuery>): string =>
  listAddress(paths.users, { ...defaultUsersQuery, ...wanted }, defaultUsersQuery);
