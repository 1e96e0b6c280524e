import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import { listUrl } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The list of services with this query. */
export const servicesList = (query: ServicesQuery) => ({
  path: paths.services,
  query,
  fallback: defaultServicesQuery,
});

/** The list's URL for a query. Leaves out defaults. */
export const servicesUrl = (wanted: Partial<ServicesQuery>): string =>
  listUrl(servicesList(defaultServicesQuery), wanted);
