import "server-only";
import { activityQuery } from "@/lib/activity/schema";
import { listActivity as list } from "@/lib/activity/store";
import { read } from "@/lib/operation";

/** Who did what in the account, newest first. */
export const listActivity = read({ permission: "activity.list", input: activityQuery, run: (auth, query) => list(auth, query) });
