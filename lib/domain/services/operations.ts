import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, read } from "@/lib/access/operation";
import { refuseRenewal } from "@/lib/domain/services/rules";
import { serviceById, serviceEdit, serviceRenewal, servicesQuery } from "@/lib/domain/services/schema";
import { editService as edit, findService, listServices as list, setRenewal } from "@/lib/domain/services/store";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { dayIn } from "@/lib/isomorphic/days";
import { refuse, type Refusal } from "@/lib/isomorphic/result";

/** The account's services, a page at a time, as the address asks for them. */
export const listServices = read({
  permission: "services.list",
  input: servicesQuery,
  run: async (auth, { query, misread }) => {
    const today = dayIn(zoneOf(auth.actor), auth.now);
    const page = await list(auth, query, today);
    return { ...page, query, today, misread: misread || page.strayed };
  },
});

/** One service of the account, with everything that is known of it. */
export const viewService = read({
  permission: "services.view",
  input: serviceById,
  run: async (auth, { id }) => {
    const service = await findService(auth, id);
    if (!service) return refuse("not_found", "errors.service.gone");
    const { number: _number, accountId: _accountId, nameKey: _nameKey, searchText: _searchText, ...shown } = service;
    return { ...shown, today: dayIn(zoneOf(auth.actor), auth.now) };
  },
});

/** Rename a service and write its note, unless somebody else did so in the meantime. */
export const editService = change({
  permission: "services.edit",
  input: serviceEdit,
  prepare: (form) => form,
  run: async (auth, { id, version, ...fields }) => {
    const before = await findService(auth, id);
    if (!before) return refuse("not_found", "errors.service.gone");
    const changes = changesBetween(before, { ...before, ...fields }, ["name", "note"]);
    // What is so already is not overtaken: the form was sent again because its answer was lost.
    if (before.version !== version && changes.length > 0) return overtaken(before);
    const { version: now, name, note } = changes.length > 0 ? await edit(auth, before, fields) : before;
    return { value: { version: now, name, note }, before, changes };
  },
  audit: ({ before, changes }) => (changes.length > 0 ? { ...about(before), changes } : null),
});

/** Have a service renewed by itself from now on, or no more. Somebody who asks for what is so already changes nothing. */
export const setServiceRenewal = change({
  permission: "services.set-renewal",
  input: serviceRenewal,
  prepare: (form) => form,
  run: async (auth, { id, renewal }) => {
    const before = await findService(auth, id);
    if (!before) return refuse("not_found", "errors.service.gone");
    const refusal = refuseRenewal(before);
    if (refusal) return refusal;
    const after = await setRenewal(auth, before, renewal === "on");
    return { value: { name: after.name, renewal }, before, after };
  },
  audit: ({ before, after }) => {
    const [was, is] = [before, after].map(({ automaticRenewal }) => ({ automaticRenewal: automaticRenewal ? "on" : "off" }));
    const changes = changesBetween(was!, is!, ["automaticRenewal"]);
    return changes.length > 0 ? { ...about(before), changes } : null;
  },
});

type Service = NonNullable<Awaited<ReturnType<typeof findService>>>;

const about = ({ id, name }: { id: string; name: string }) => ({ subject: { id, name } });

/** Both versions go back to the person, who chooses; nothing is overwritten silently. */
function overtaken({ version, name, note, editedBy, editedAt }: Service): Refusal {
  return {
    ...(editedBy ? refuse("conflict", "errors.service.overtaken", { who: editedBy }) : refuse("conflict", "errors.service.overtaken_by_provider")),
    current: { version, name, note, editedBy, editedAt: editedAt.toISOString() },
  };
}
