import "server-only";
import { listActivity } from "@/lib/activity/store";
import { dayIn } from "@/lib/days";
import { zoneOf } from "@/lib/format";
import { viewServices, viewUsers } from "@/lib/home/store";
import { read } from "@/lib/operation";
import { nothing } from "@/lib/sessions/schema";

/** Lines of the activity that Home shows. */
const latest = 6;

/** How the account stands, what in it needs someone, and what happened last. */
export const viewHome = read({
  permission: "home.view",
  input: nothing,
  run: async (auth) => {
    const today = dayIn(zoneOf(auth.actor), auth.now);
    const [users, services, { lines }] = await Promise.all([
      viewUsers(auth),
      viewServices(auth, today),
      listActivity(auth, { cursor: "", size: latest }),
    ]);
    return { users, services, lines };
  },
});
