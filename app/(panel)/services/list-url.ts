import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import { listAddress } from "@/lib/isomorphic/list-query";
import { paths } from "@/lib/isomorphic/paths";

/** The address of the list as the query asks for it; what is at its default is left out. */
export const servicesAddress = (wanted: Partial<ServicesQuery>): string =>
  listAddress(paths.services, { ...defaultServicesQuery, ...wanted }, defaultServicesQuery);
