import * as z from "zod/mini";
import { addressParams, key, paragraphs, recordVersion, rowId, text } from "@/lib/isomorphic/fields";
import { readListQuery, type ListQuery, type Params } from "@/lib/isomorphic/list-query";

export const serviceTypes = ["domain", "web-hosting", "email", "virtual-server", "other"] as const;
export type ServiceType = (typeof serviceTypes)[number];

export const serviceStatuses = ["active", "suspended", "expired"] as const;
export type ServiceStatus = (typeof serviceStatuses)[number];

export const serviceName = text(255, "errors.service.name");
export const longestNote = 10_000;

/** A service, named by the id in its address. One that is no id at all is a service that is not there. */
export const serviceById = z.strictObject({ id: z.catch(rowId, "") });

/** Name and note: the version is the one that the form was opened on. */
export const serviceEdit = z.strictObject({
  id: rowId,
  version: recordVersion,
  name: serviceName,
  note: paragraphs(longestNote, "errors.service.note"),
});

/** *Automatic renewal*: how it is to be from now on. */
export const serviceRenewal = z.strictObject({ id: rowId, renewal: z.enum(["on", "off"], key("errors.malformed")) });

export const serviceSorts = ["name", "renewal", "bought"] as const;

/** What the list can be narrowed to by status: `expiring` is active, and ends within 30 days unless somebody acts. */
export const serviceStatusFilters = [...serviceStatuses, "expiring"] as const;

/** What the list of services shows, as it stands in the address. */
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

/** Reads the address's query: see `readListQuery`. */
export const readServicesQuery = (params: Params) =>
  readListQuery(params, serviceSorts, defaultServicesQuery, (filter) => ({
    type: filter("type", serviceTypes),
    status: filter("status", serviceStatusFilters),
  }));

/** The query of an address as an operation's input: it is never refused, only read as far as it means something. */
export const servicesQuery = z.pipe(addressParams, z.transform(readServicesQuery));

/** A row of a file of services. Null where the file says nothing of it. */
export type ServiceRow = {
  reference: string;
  type: ServiceType;
  name: string;
  status: ServiceStatus;
  boughtOn: string;
  renewsOn: string;
  automaticRenewal: boolean | null;
};
