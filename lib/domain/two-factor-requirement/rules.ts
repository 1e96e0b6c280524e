import "server-only";

export const aDay = 86_400_000;

/** Days that are left until it is required, as its form says them. */
export const daysUntil = (from: Date, now: Date): number => Math.max(0, Math.ceil((from.getTime() - now.getTime()) / aDay));
