import "server-only";
import { dayIn } from "@/lib/days";
import { zoneOf } from "@/lib/format";
import { viewServices, viewUsers } from "@/lib/home/store";
import { read } from "@/lib/operation";
import { nothing } from "@/lib/sessions/schema";

/** How the account stands, and what in it needs someone. */
export const viewHome = read({
  permission: "home.view",
  input: nothing,
  run: async (auth) => {
    const today = dayIn(zoneOf(auth.actor), auth.now);
    const [users, services] = await Promise.all([viewUsers(auth), viewServices(auth, today)]);
    return { users, services };
  },
});
