import "server-only";
import { daysAfter, daysBetween, neverDay } from "@/lib/isomorphic/days";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** All rules about the state of services, in one place. The permission has been checked before. */

/** A service needs attention if it ends within so many days. */
export const expiringWithin = 30;

type Renewing = { status: string; automaticRenewal: boolean; renewsOn: string };

/** Whether it is renewed automatically. */
export const renewsAutomatically = ({ status, automaticRenewal, renewsOn }: Renewing) =>
  status === "active" && automaticRenewal && renewsOn !== neverDay;

/** The day on which it ends unless it is renewed. */
export const lapsesOnFrom = ({ status, automaticRenewal, renewsOn }: Renewing) =>
  status === "active" && !automaticRenewal ? renewsOn : neverDay;

/** The last end date that counts as expiring. Past dates count too: they need attention even more. */
export const lastExpiringDay = (today: string) => daysAfter(today, expiringWithin);

/** In how many days it ends unless it is renewed. Negative for past days. Null if it does not expire soon. */
export function endsInDays({ lapsesOn }: { lapsesOn: string }, today: string): number | null {
  return lapsesOn <= lastExpiringDay(today) ? daysBetween(today, lapsesOn) : null;
}

/** Refuses to switch automatic renewal of a service that has expired or is never renewed. */
export function refuseRenewal({ status, renewsOn }: { status: string; renewsOn: string }): Refusal | null {
  if (status === "expired") return refuse("conflict", "errors.service.expired");
  return renewsOn === neverDay ? refuse("conflict", "errors.service.without_renewal") : null;
}

/** The name after an import. If the customer has renamed the service, their name stays. */
export const nameAfterImport = (service: { name: string; providerName: string }, providerName: string) =>
  service.name === service.providerName ? providerName : service.name;
