import "server-only";
import * as z from "zod/mini";
import { serviceSorts, serviceStatuses, serviceStatusFilters, serviceTypes } from "@/lib/domain/services/schema";
import { listWays } from "@/lib/isomorphic/fields";
import { pageSizes } from "@/lib/isomorphic/list-query";

/** A service as the list shows it. Days are written as 2026-12-31. */
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

/** A page of the list, as `query` asks for it. */
export const servicesPage = z.object({
  ...listWays,
  services: z.array(listedService),
  /** How many match, where a counter knows it. */
  total: z.nullable(z.number()),
  /** How many services the account has. */
  all: z.number(),
  query: z.object({
    q: z.string(),
    type: z.enum(["", ...serviceTypes]),
    status: z.enum(["", ...serviceStatusFilters]),
    sort: z.enum(serviceSorts),
    descending: z.boolean(),
    size: z.literal(pageSizes),
    cursor: z.string(),
  }),
  /** The reader's day. */
  today: z.string(),
});

/** A service with everything that is known of it. */
export const shownService = z.extend(listedService, { version: z.number(), note: z.string(), today: z.string() });

/** Name and note as they are now, and their version. */
export const editedService = z.object({ version: z.number(), name: z.string(), note: z.string() });

/** How automatic renewal is from now on. */
export const switchedRenewal = z.object({ name: z.string(), renewal: z.enum(["on", "off"]) });
