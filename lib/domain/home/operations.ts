import "server-only";
import { read } from "@/lib/access/operation";
import { listActivity } from "@/lib/domain/activity/store";
import { home } from "@/lib/domain/home/output";
import { viewServices, viewUsers } from "@/lib/domain/home/store";
import { viewUndelivered } from "@/lib/domain/mail/undelivered";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { dayIn } from "@/lib/isomorphic/days";
import { nothing } from "@/lib/isomorphic/fields";

/** How many activity entries Home shows. */
const latest = 6;

/** Shows the state of the account, what needs attention, and what happened last. */
export const viewHome = read({
  permission: "home.view",
  input: nothing,
  output: home,
  run: async (auth) => {
    const today = dayIn(zoneOf(auth.actor.principal), auth.now);
    const [users, services, undelivered, { lines }] = await Promise.all([
      viewUsers(auth),
      viewServices(auth, today),
      viewUndelivered(auth),
      listActivity(auth, { cursor: "", size: latest }),
    ]);
    return { users, services, undelivered, lines };
  },
});
