import { listAddress } from "@/lib/list-query";
import { paths } from "@/lib/paths";
import { defaultUsersQuery, type UsersQuery } from "@/lib/users/schema";

/** The address of the list as the query asks for it; what is at its default is left out. */
export const usersAddress = (wanted: Partial<UsersQuery>): string =>
  listAddress(paths.users, { ...defaultUsersQuery, ...wanted }, defaultUsersQuery);
