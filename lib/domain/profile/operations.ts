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

/** One's own name and looks, and whether mail reaches one. */
export const viewProfile = read({
  permission: "profile.view",
  input: nothing,
  output: shownProfile,
  run: async (auth) => ({ ...(await ownProfile(auth)), undelivered: await viewUndelivered(auth) }),
});

/** Change one's own display name, language, time zone and theme, or some of them. Gives the language that was chosen, if one was. */
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

/** The language of this browser, for the pages before a sign-in: it is kept in a cookie, and nowhere else. */
export const chooseLanguage = read({
  permission: "language.choose",
  input: languageChoice,
  output: chosenLanguage,
  run: async (_auth, choice) => refuseUnknownLanguage(choice.language) ?? choice,
});
