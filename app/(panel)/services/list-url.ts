import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list's URL for a query. Leaves out defaults. */
export const servicesUrl = (wanted: Partial<ServicesQuery>): string =>
  listUrl(paths.services, { ...defaultServicesQuery, ...wanted }, defaultServicesQuery);
