import { defaultUsersQuery, type UsersQuery } from "@/lib/domain/users/schema";
import { listAddress } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The address of the list as the query asks for it; what is at its default is left out. */
export const usersAddress = (wanted: Partial<UsersQuery>): string =>
  listAddress(paths.users, { ...defaultUsersQuery, ...wanted }, defaultUsersQuery);
