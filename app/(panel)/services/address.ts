import { listAddress } from "@/lib/list-query";
import { paths } from "@/lib/paths";
import { defaultServicesQuery, type ServicesQuery } from "@/lib/services/schema";

/** The address of the list as the query asks for it; what is at its default is left out. */
export const servicesAddress = (wanted: Partial<ServicesQuery>): string =>
  listAddress(paths.services, { ...defaultServicesQuery, ...wanted }, defaultServicesQuery);
