import "server-only";
import type { Member } from "@/lib/access/actor";
import type { FieldChange } from "@/lib/access/audit";
import type { FactorKind } from "@/lib/domain/two-factor/schema";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** Backup codes are made so many at once. */
export const codesAtOnce = 10;

/** More factors than these nobody needs, and each is tried at a code. */
export const mostFactors = 20;

/** The kind of a factor that is stored. */
export const kindOf = ({ kind }: { kind: string }): FactorKind => (kind === "key" ? "key" : "app");

/** A factor that is no more, as the activity tells it. */
export const factorGone = ({ kind, passkey, name }: { kind: string; passkey: boolean; name: string }): FieldChange => ({
  field: passkey ? "passkey" : kind,
  before: name,
  after: null,
});

/** With the password alone nobody enrols where it is required: whoever stole it would enrol a phone of theirs. */
export const refuseEnrolment = ({ credential }: Pick<Member, "credential">): Refusal | null =>
  credential.owes === "enrolment" && !credential.mailProved ? refuse("forbidden", "errors.enrolment_mail") : null;
