import { defaultActivityQuery, type ActivityQuery } from "@/lib/domain/activity/schema";
import { paths } from "@/lib/isomorphic/paths";

/** The activity's URL for a query. Leaves out defaults and what follows from the rest. */
export function activityUrl(wanted: Partial<ActivityQuery>): string {
  const query = { ...defaultActivityQuery, ...wanted };
  const dated = Boolean(query.from || query.to);
  const parameters = Object.entries(query).filter(([name, value]) => value !== "" && !(name === "when" && dated));
  const text = new URLSearchParams(parameters).toString();
  return text ? `${paths.activity}?${text}` : paths.activity;
}

/** The URL of one entry. */
export const lineUrl = (seq: number): string => `${paths.activity}/${seq}`;
