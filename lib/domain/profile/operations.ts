import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, unchanged } from "@/lib/access/change";
import { read } from "@/lib/access/operation";
import { viewUndelivered } from "@/lib/domain/mail/undelivered";
import { chosenLanguage, savedProfile, shownProfile } from "@/lib/domain/profile/output";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { languageChoice, profile } from "@/lib/domain/profile/schema";
import { changeProfile, ownProfile } from "@/lib/domain/profile/store";
import { nothing } from "@/lib/isomorphic/fields";

/** Shows the actor's own profile, and whether email reaches them. */
export const viewProfile = read({
  permission: "profile.view",
  input: nothing,
  output: shownProfile,
  run: async (auth) => ({ ...(await ownProfile(auth)), undelivered: await viewUndelivered(auth) }),
});

/** Changes the actor's display name, language, time zone or theme. Returns the chosen language, if any. */
export const editProfile = change({
  permission: "profile.edit",
  input: profile,
  output: savedProfile,
  target: async (auth, { language }) => refuseUnknownLanguage(language) ?? ownProfile(auth),
  run: async (auth, { input: form, target: before }) => {
    const after = { ...before, ...form };
    const changes = changesBetween(before, after, ["displayName", "language", "timeZone", "theme"]);
    const value = { language: form.language };
    if (changes.length === 0) return unchanged(value);
    await changeProfile(auth, after);
    return { value, changes };
  },
  audit: ({ changes }) => ({ changes }),
});

/** Chooses the browser's language for the pages before a login. Only a cookie stores it. */
export const chooseLanguage = read({
  permission: "language.choose",
  input: languageChoice,
  output: chosenLanguage,
  run: async (_auth, choice) => refuseUnknownLanguage(choice.language) ?? choice,
});
