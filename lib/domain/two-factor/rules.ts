import "server-only";
import type { Member } from "@/lib/access/actor";
import type { FieldChange } from "@/lib/access/audit";
import type { FactorKind } from "@/lib/domain/two-factor/schema";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** How many backup codes a set has. */
export const codesAtOnce = 10;

/** The maximum of apps and keys per person. Limited, because Steward tries a code against each app. */
export const mostFactors = 20;

/** The kind of a stored app or key. */
export const kindOf = ({ kind }: { kind: string }): FactorKind => (kind === "key" ? "key" : "app");

/** A removed verification method in an activity entry. */
export const factorGone = ({ kind, passkey, name }: { kind: string; passkey: boolean; name: string }): FieldChange => ({
  field: passkey ? "passkey" : kind,
  before: name,
  after: null,
});

/** Refuses a required setup without confirmation by email: a thief with only the password could set up their own phone. */
export const refuseEnrolment = ({ credential }: Pick<Member, "credential">): Refusal | null =>
  credential.pendingStep === "enrolment" && !credential.mailProved
    ? refuse("forbidden", "errors.enrolment_mail")
    : null;
