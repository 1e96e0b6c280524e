import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, read } from "@/lib/access/operation";
import { viewUndelivered } from "@/lib/domain/mail/undelivered";
import { refuseUnknownLanguage } from "@/lib/domain/profile/rules";
import { languageChoice, profile } from "@/lib/domain/profile/schema";
import { changeProfile, ownProfile } from "@/lib/domain/profile/store";
import { nothing } from "@/lib/isomorphic/fields";

/** One's own name and looks, and whether mail reaches one. */
export const viewProfile = read({
  permission: "profile.view",
  input: nothing,
  run: async (auth) => ({ ...(await ownProfile(auth)), undelivered: await viewUndelivered(auth) }),
});

/** Change one's own display name, language, time zone and theme, or some of them. Gives the language that was chosen, if one was. */
export const editProfile = change({
  permission: "profile.edit",
  input: profile,
  prepare: (form) => refuseUnknownLanguage(form.language) ?? form,
  run: async (auth, form) => {
    const before = await ownProfile(auth);
    const after = { ...before, ...form };
    await changeProfile(auth, after);
    return { value: { language: form.language }, changes: changesBetween(before, after, ["displayName", "language", "timeZone", "theme"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});

/** The language of this browser, for the pages before a sign-in: it is kept in a cookie, and nowhere else. */
export const chooseLanguage = read({
  permission: "language.choose",
  input: languageChoice,
  run: async (_, choice) => refuseUnknownLanguage(choice.language) ?? choice,
});
