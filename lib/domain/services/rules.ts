import "server-only";
import { daysAfter, daysBetween, neverDay } from "@/lib/isomorphic/days";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** Every question of a service's state, in one place. The policy has been asked before. */

/** A service needs somebody when it ends within so many days. */
export const expiringWithin = 30;

type Renewing = { status: string; automaticRenewal: boolean; renewsOn: string };

/** Whether it is renewed by itself when its day comes. */
export const goesOn = ({ status, automaticRenewal, renewsOn }: Renewing) => status === "active" && automaticRenewal && renewsOn !== neverDay;

/** The day on which it ends unless somebody acts. */
export const lapsesOnFrom = ({ status, automaticRenewal, renewsOn }: Renewing) =>
  status === "active" && !automaticRenewal ? renewsOn : neverDay;

/** The last day on which a service can end and still count as expiring. One whose day has passed needs somebody even more. */
export const lastExpiringDay = (today: string) => daysAfter(today, expiringWithin);

/** In how many days it ends unless somebody acts, below zero where that has passed; null where that is no worry yet. */
export function endsInDays({ lapsesOn }: { lapsesOn: string }, today: string): number | null {
  return lapsesOn <= lastExpiringDay(today) ? daysBetween(today, lapsesOn) : null;
}

/** Automatic renewal is a question only while there is something to renew. */
export function refuseRenewal({ status, renewsOn }: { status: string; renewsOn: string }): Refusal | null {
  if (status === "expired") return refuse("conflict", "errors.service.expired");
  return renewsOn === neverDay ? refuse("conflict", "errors.service.without_renewal") : null;
}

/** Once the customer has renamed a service, the provider's name no longer takes the place of theirs. */
export const nameAfterImport = (service: { name: string; providerName: string }, providerName: string) =>
  service.name === service.providerName ? providerName : service.name;
