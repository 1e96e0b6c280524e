import "server-only";
import { changesBetween } from "@/lib/audit";
import { change, read } from "@/lib/operation";
import { profile } from "@/lib/profile/schema";
import { changeProfile, ownProfile } from "@/lib/profile/store";
import { nothing } from "@/lib/sessions/schema";

/** One's own name and looks. */
export const viewProfile = read({ permission: "profile.view", input: nothing, run: (auth) => ownProfile(auth) });

/** Change one's own display name, time zone and theme. */
export const editProfile = change({
  permission: "profile.edit",
  input: profile,
  prepare: (form) => form,
  run: async (auth, after) => {
    const before = await ownProfile(auth);
    await changeProfile(auth, after);
    return { value: null, changes: changesBetween(before, after, ["displayName", "timeZone", "theme"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});
