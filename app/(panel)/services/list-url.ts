import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import { listAddress } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list's address for a query. Leaves out defaults. */
export const servicesAddress = (wanted: Partial<ServicesQuery>): string =>
  listAddress(paths.services, { ...defaultServicesQuery, ...wanted }, defaultServicesQuery);
