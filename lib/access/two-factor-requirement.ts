import "server-only";
import type { Standing } from "@/lib/policy";

/** For whom an account can require two-factor authentication: nobody, all with a privilege above None, everyone. */
export const requirements = ["", "writers", "everyone"] as const;
export type Requirement = (typeof requirements)[number];

/** Whether the requirement already applies to this standing. Before its start date, Steward only announces it. */
export function requiresTwoFactor(
  account: { twoFactorFor: string; twoFactorFrom: Date },
  standing: Standing,
  now: Date,
): boolean {
  return isAskedFor(account, standing) && account.twoFactorFrom <= now;
}

/** Whether the requirement applies to this standing, now or from its start date. */
export const isAskedFor = ({ twoFactorFor }: { twoFactorFor: string }, standing: Standing): boolean =>
  twoFactorFor === "everyone" || (twoFactorFor === "writers" && standing !== "none");
