import * as z from "zod/mini";
import { password } from "@/lib/domain/passwords/schema";
import { emailField } from "@/lib/isomorphic/email-field";
import { key, languageCode, recordVersion, text } from "@/lib/isomorphic/fields";
import { withPlainSigns } from "@/lib/isomorphic/typed-signs";

const names = {
  firstName: text(64, "errors.first_name"),
  lastName: text(64, "errors.last_name"),
};

/** The fields of *Create an account*, without email address and password. */
export const holderFields = {
  ...names,
  organisation: z._default(text(128), ""),
  language: z._default(languageCode, ""),
};

/** *Create an account*. */
export const newAccount = z.strictObject({ ...holderFields, email: emailField, password });

/** The account holder's name. */
export const holderName = z.strictObject(names);

/** The account's fields. `version` is the one that the form was opened with. */
export const accountDetails = z.strictObject({
  version: recordVersion,
  organisation: text(128),
  phone: z.pipe(
    z.string(key("errors.malformed")).check(z.overwrite(withPlainSigns)),
    text(32).check(z.regex(/^[+\d\s().\-/x]*$/i, key("errors.phone"))),
  ),
  address: text(255),
  postcode: text(16),
  city: text(64),
  country: text(64),
});
