import { defaultActivityQuery, type ActivityQuery } from "@/lib/domain/activity/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The activity with this query. */
export const activityList = (query: ActivityQuery) => ({ path: paths.activity, query, fallback: defaultActivityQuery });

/** The activity's URL for a query. Leaves out defaults. */
export const activityUrl = (wanted: Partial<ActivityQuery>): string =>
  listUrl(activityList(defaultActivityQuery), wanted);

/** The URL of one entry. */
export const lineUrl = (seq: number): string => `${paths.activity}/${seq}`;
