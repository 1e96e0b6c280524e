import "server-only";
import type { Member } from "@/lib/access/actor";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

export const aDay = 86_400_000;

/** The days left until the requirement starts, as the form shows them. */
export const daysUntil = (from: Date, now: Date): number =>
  Math.max(0, Math.ceil((from.getTime() - now.getTime()) / aDay));

/** Refuses the confirmation by email to actors who do not have to set up two-factor authentication. */
export const refuseEnrolled = ({ credential }: Pick<Member, "credential">): Refusal | null =>
  credential.pendingStep === "enrolment" ? null : refuse("conflict", "errors.enrolled");
