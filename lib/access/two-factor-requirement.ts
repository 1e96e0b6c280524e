import "server-only";
import type { Standing } from "@/lib/policy";

/** For whom an account can require two-factor: nobody, whoever may write, everyone. */
export const requirements = ["", "writers", "everyone"] as const;
export type Requirement = (typeof requirements)[number];

/** Whether two-factor is required of somebody of this standing now. Before its day it is only asked for. */
export function requiresTwoFactor(account: { twoFactorFor: string; twoFactorFrom: Date }, standing: Standing, now: Date): boolean {
  return isAskedFor(account, standing) && account.twoFactorFrom <= now;
}

/** Whether it is required, now or from a day on. */
export const isAskedFor = ({ twoFactorFor }: { twoFactorFor: string }, standing: Standing): boolean =>
  twoFactorFor === "everyone" || (twoFactorFor === "writers" && standing !== "none");
