import "server-only";
import { changesBetween } from "@/lib/access/audit";
import type { Authorized } from "@/lib/access/authorize";
import { change, unchanged } from "@/lib/access/change";
import { read } from "@/lib/access/operation";
import { editedService, servicesPage, shownService, switchedRenewal } from "@/lib/domain/services/output";
import { refuseRenewal } from "@/lib/domain/services/rules";
import { serviceById, serviceEdit, serviceRenewal, servicesQuery } from "@/lib/domain/services/schema";
import {
  editService as edit,
  findService,
  listServices as list,
  setRenewal,
  type ServicePermission,
} from "@/lib/domain/services/store";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { dayIn } from "@/lib/isomorphic/days";
import { isRefusal, refuse, type Refusal } from "@/lib/isomorphic/result";

/** Lists the account's services by page. The URL holds the query. */
export const listServices = read({
  permission: "services.list",
  input: servicesQuery,
  output: servicesPage,
  run: async (auth, { query, misread }) => {
    const today = dayIn(zoneOf(auth.actor.principal), auth.now);
    const page = await list(auth, query, today);
    return { ...page, query, today, misread: misread || page.strayed };
  },
});

/** Shows a service of the account in full. */
export const viewService = read({
  permission: "services.view",
  input: serviceById,
  output: shownService,
  run: async (auth, { id }) => {
    const service = await findService(auth, id);
    return service
      ? { ...service, today: dayIn(zoneOf(auth.actor.principal), auth.now) }
      : refuse("not_found", "errors.service.gone");
  },
});

/** Changes a service's name and note, unless another user has changed them since the form was opened. */
export const editService = change({
  permission: "services.edit",
  input: serviceEdit,
  output: editedService,
  target: async (auth, { id, version, ...fields }) => {
    const service = await presentService(auth, id);
    // Equal values are no conflict: the form was sent again because its answer was lost.
    return isRefusal(service) || service.version === version || editsOf(service, fields).length === 0
      ? service
      : overtaken(service);
  },
  run: async (auth, { input: { id: _id, version: _version, ...fields }, target: before }) => {
    const changes = editsOf(before, fields);
    if (changes.length === 0) return unchanged(nameAndNote(before));
    return { value: nameAndNote(await edit(auth, before, fields)), before, changes };
  },
  audit: ({ before, changes }) => ({ ...about(before), changes }),
});

/** Turns automatic renewal of a service on or off. Without a difference, changes nothing. */
export const setServiceRenewal = change({
  permission: "services.set-renewal",
  input: serviceRenewal,
  output: switchedRenewal,
  target: async (auth, { id }) => {
    const service = await presentService(auth, id);
    return isRefusal(service) ? service : (refuseRenewal(service) ?? service);
  },
  run: async (auth, { input: { renewal }, target: before }) => {
    const value = { name: before.name, renewal };
    if (before.automaticRenewal === (renewal === "on")) return unchanged(value);
    await setRenewal(auth, before, renewal === "on");
    return { value, before };
  },
  audit: ({ before, value: { renewal } }) => ({
    ...about(before),
    changes: [{ field: "automaticRenewal", before: before.automaticRenewal ? "on" : "off", after: renewal }],
  }),
});

type Service = NonNullable<Awaited<ReturnType<typeof findService>>>;

/** Finds a service of the account, or refuses. */
const presentService = async (auth: Authorized<ServicePermission>, id: string): Promise<Service | Refusal> =>
  (await findService(auth, id)) ?? refuse("not_found", "errors.service.gone");

/** The fields that an edit would change. */
const editsOf = (service: Service, fields: Pick<Service, "name" | "note">) =>
  changesBetween(service, { ...service, ...fields }, ["name", "note"]);

const nameAndNote = ({ version, name, note }: Pick<Service, "version" | "name" | "note">) => ({ version, name, note });

const about = ({ id, name }: { id: string; name: string }) => ({ subject: { id, name } });

/** Returns both versions, so that the user can choose. Steward never overwrites silently. */
function overtaken({ version, name, note, editedBy, editedAt }: Service): Refusal {
  return {
    ...(editedBy
      ? refuse("conflict", "errors.service.overtaken", { who: editedBy })
      : refuse("conflict", "errors.service.overtaken_by_provider")),
    current: { version, name, note, editedBy, editedAt: editedAt.toISOString() },
  };
}
