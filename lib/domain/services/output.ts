import "server-only";
import * as z from "zod/mini";
import { serviceSorts, serviceStatuses, serviceStatusFilters, serviceTypes } from "@/lib/domain/services/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";

/** A service in the list. Dates look like 2026-12-31. */
export const listedService = z.object({
  id: z.string(),
  reference: z.string(),
  type: z.enum(serviceTypes),
  name: z.string(),
  providerName: z.string(),
  status: z.enum(serviceStatuses),
  boughtOn: z.string(),
  renewsOn: z.string(),
  automaticRenewal: z.boolean(),
  lapsesOn: z.string(),
});
export type ListedService = z.output<typeof listedService>;

/** A page of the list for `query`. */
export const servicesPage = z.object({
  ...listWays,
  services: z.array(listedService),
  /** How many services match, or null if no counter covers the query. */
  total: z.nullable(z.number()),
  query: z.object({
    q: z.string(),
    type: z.enum(["", ...serviceTypes]),
    status: z.enum(["", ...serviceStatusFilters]),
    sort: z.enum(serviceSorts),
    descending: z.boolean(),
    size: z.literal(pageSizes),
    cursor: z.string(),
  }),
  /** Today's date in the reader's time zone. */
  today: z.string(),
});

/** A service in full. */
export const shownService = z.extend(listedService, { version: z.number(), note: z.string(), today: z.string() });

/** The current name, note and version. */
export const editedService = z.object({ version: z.number(), name: z.string(), note: z.string() });

/** The new setting of automatic renewal. */
export const switchedRenewal = z.object({ name: z.string(), renewal: z.enum(["on", "off"]) });
