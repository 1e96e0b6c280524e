import "server-only";
import { viewUsers } from "@/lib/home/store";
import { read } from "@/lib/operation";
import { nothing } from "@/lib/sessions/schema";

/** How the account stands, and what in it needs someone. */
export const viewHome = read({
  permission: "home.view",
  input: nothing,
  run: async (auth) => ({ users: await viewUsers(auth) }),
});
