import { defaultActivityQuery, type ActivityQuery } from "@/lib/domain/activity/schema";
import { paths } from "@/lib/isomorphic/paths";

/** The address of the activity as the query asks for it; what is at its default, or follows from the rest, is left out. */
export function activityAddress(wanted: Partial<ActivityQuery>): string {
  const query = { ...defaultActivityQuery, ...wanted };
  const dated = Boolean(query.from || query.to);
  const said = Object.entries(query).filter(([name, value]) => value !== "" && !(name === "when" && dated));
  const text = new URLSearchParams(said).toString();
  return text ? `${paths.activity}?${text}` : paths.activity;
}

/** The address of one line. */
export const lineAddress = (seq: number): string => `${paths.activity}/${seq}`;
