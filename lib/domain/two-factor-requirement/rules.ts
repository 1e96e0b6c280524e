import "server-only";
import type { Member } from "@/lib/access/actor";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

export const aDay = 86_400_000;

/** Days that are left until it is required, as its form says them. */
export const daysUntil = (from: Date, now: Date): number => Math.max(0, Math.ceil((from.getTime() - now.getTime()) / aDay));

/** Only who owes a factor enrols by mail. */
export const refuseEnrolled = ({ credential }: Pick<Member, "credential">): Refusal | null =>
  credential.owes === "enrolment" ? null : refuse("conflict", "errors.enrolled");
