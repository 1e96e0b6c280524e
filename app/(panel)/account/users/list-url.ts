import { defaultUsersQuery, type UsersQuery } from "@/lib/domain/users/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list of users with this query. */
export const usersList = (query: UsersQuery) => ({ path: paths.users, query, fallback: defaultUsersQuery });

/** The list's URL for a query. Leaves out defaults. */
export const usersUrl = (wanted: Partial<UsersQuery>): string => listUrl(usersList(defaultUsersQuery), wanted);
