import * as z from "zod/mini";
import { key, paragraphs, queryParams, recordVersion, rowId, text } from "@/lib/isomorphic/fields";
import type { ListQuery } from "@/lib/isomorphic/list-query";
import { readListQuery, type Params } from "@/lib/isomorphic/read-list-query";

export const serviceTypes = ["domain", "web-hosting", "email", "virtual-server", "other"] as const;
export type ServiceType = (typeof serviceTypes)[number];

export const serviceStatuses = ["active", "suspended", "expired"] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const serviceName = text(255, "errors.service.name");
export const longestNote = 10_000;

/** A service, by the id in the URL. An invalid id finds nothing. */
export const serviceById = z.strictObject({ id: z.catch(rowId, "") });

/** Name and note. `version` is the one that the form was opened with. */
export const serviceEdit = z.strictObject({
  id: rowId,
  version: recordVersion,
  name: serviceName,
  note: paragraphs(longestNote, "errors.service.note"),
});

/** *Automatic renewal*: the new setting. */
export const serviceRenewal = z.strictObject({ id: rowId, renewal: z.enum(["on", "off"], key("errors.malformed")) });

export const serviceSorts = ["name", "renewal", "bought"] as const;

/** The status filters of the list. `expiring`: active, and ends within 30 days unless it is renewed. */
export const serviceStatusFilters = [...serviceStatuses, "expiring"] as const;

/** The query of the list of services, held by the URL. */
export type ServicesQuery = ListQuery<(typeof serviceSorts)[number]> & {
  type: ServiceType | "";
  status: (typeof serviceStatusFilters)[number] | "";
};

export const defaultServicesQuery: ServicesQuery = {
  q: "",
  type: "",
  status: "",
  sort: "name",
  descending: false,
  size: 25,
  cursor: "",
};

/** Reads the query from the URL: see `readListQuery`. */
export const readServicesQuery = (params: Params) =>
  readListQuery(params, serviceSorts, defaultServicesQuery, (filter) => ({
    type: filter("type", serviceTypes),
    status: filter("status", serviceStatusFilters),
  }));

/** The query as an operation's input. Never refused: parts that mean nothing get their default. */
export const servicesQuery = z.pipe(queryParams, z.transform(readServicesQuery));

/** A row of a file of services. `automaticRenewal` is null if the file does not set it. */
export type ServiceRow = {
  reference: string;
  type: ServiceType;
  name: string;
  status: ServiceStatus;
  boughtOn: string;
  renewsOn: string;
  automaticRenewal: boolean | null;
};
