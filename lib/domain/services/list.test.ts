import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import type { listServices } from "@/lib/domain/services/store";
import {
  defaultServicesQuery,
  readServicesQuery,
  serviceSorts,
  serviceStatuses,
  serviceTypes,
  type ServicesQuery,
} from "@/lib/domain/services/schema";
import { daysAfter } from "@/lib/isomorphic/days";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { onEachProgram, operator, type Program } from "@/lib/testing/program";
import { seedServices } from "@/lib/testing/seed-services";

const small = 7 as ServicesQuery["size"];
const today = new Date().toISOString().slice(0, 10);

onEachProgram("The list of services", (program) => {
  let holder: Member;
  let list: (query: Partial<ServicesQuery>, actor?: Member) => ReturnType<typeof listServices>;

  beforeAll(async () => {
    const { authorize, database, signUp } = await program();
    const { listServices } = await import("@/lib/domain/services/store");
    holder = await signUp();
    const other = await signUp();
    await seedServices(database, holder.principal.accountId, 160);
    await seedServices(database, other.principal.accountId, 40);
    // Lets some of the services end soon.
    for (const [at, type] of serviceTypes.entries()) {
      const renewsOn = daysAfter(today, 10 * at);
      const data = { status: "active", automaticRenewal: false, renewsOn, lapsesOn: renewsOn };
      await database.writer.service.updateMany({
        where: { accountId: holder.principal.accountId, type, boughtOn: { lt: daysAfter(today, -1600) } },
        data,
      });
    }
    list = (query, actor = holder) =>
      listServices(
        authorize(actor, "services.list", database.db),
        { ...defaultServicesQuery, size: small, ...query },
        today,
      );
  });

  describe("For any query, paging to the end and back", () => {
    const narrowed: Partial<ServicesQuery>[] = [
      {},
      ...serviceTypes.map((type) => ({ type })),
      ...serviceStatuses.map((status) => ({ status })),
      { type: "domain", status: "active" },
      { status: "expiring" },
      { status: "expiring", type: "email" },
      { q: "lyon" },
      { q: "ha" },
      { q: "example", status: "expiring" },
      { q: "dom-0000", status: "suspended" },
    ];
    const orders = serviceSorts.flatMap((sort) => [true, false].map((descending) => ({ sort, descending })));

    it.each(orders)(
      "sorted by $sort (descending: $descending), shows each service once and in order",
      async (order) => {
        const all = await servicesOf(await program(), holder.principal.accountId);
        for (const narrow of narrowed) {
          const query = { ...order, ...narrow };
          const wanted = inOrder(all, query);
          const pages = [await list(query)];
          while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }));
          expect([query, pages.flatMap(namesOf)]).toEqual([query, wanted]);
          expect(pages[0]!.previous).toBeNull();
          if (!("status" in narrow) && !narrow.q) expect([query, pages[0]!.total]).toEqual([query, wanted.length]);
          if (narrow.q || narrow.status === "expiring") expect(pages[0]!.total).toBeNull();
          for (let at = pages.length - 1; at > 0; at--) {
            const before = await list({ ...query, cursor: pages[at]!.previous! });
            expect(namesOf(before)).toEqual(namesOf(pages[at - 1]!));
          }
        }
        expect(inOrder(all, { status: "expiring" }).length).toBeGreaterThan(small);
      },
    );
  });

  it("ignores a cursor of another account, of another sort or a made-up one, and says so", async () => {
    const { signUp } = await program();
    const stranger = await signUp();
    const { next } = await list({});
    for (const query of [
      { cursor: "made.up" },
      { cursor: next!, sort: "renewal" as const },
      { cursor: next!, descending: true },
    ]) {
      expect(await list(query)).toMatchObject({ strayed: true, previous: null });
    }
    expect(await list({ cursor: next! }, stranger)).toMatchObject({ strayed: true, services: [], total: 0 });
  });

  it("sorts names without regard to case, and finds any part of a name without case and accents", async () => {
    const { inAccount, operations, signUp } = await program();
    const owner = await signUp();
    const { importServices } = await import("@/lib/domain/services/store");
    const names = ["zebra", "Éclair", "apple", "Über", "\u{1F680} rocket", "\uFF21bc", "100% cotton_shirt"];
    const row = {
      type: "other",
      status: "active",
      boughtOn: "2025-01-01",
      renewsOn: "2027-01-01",
      automaticRenewal: null,
    } as const;
    const rows = names.map((name, at) => ({ ...row, name, reference: `Ref-${at}` }));
    await inAccount(operator, "services.import", (auth) => importServices(auth, rows), {
      accountId: owner.principal.accountId,
    });
    expect(namesOf(await list({ size: 25 }, owner))).toEqual([
      "100% cotton_shirt",
      "\uFF21bc",
      "apple",
      "Éclair",
      "Über",
      "zebra",
      "\u{1F680} rocket",
    ]);
    const found = async (q: string) => namesOf(await list({ q, size: 25 }, owner));
    expect(await found("ECLA")).toEqual(["Éclair"]);
    expect(await found("ref-3")).toEqual(["Über"]);
    expect(await found("uB")).toEqual(["Über"]);
    expect(await found("0%")).toEqual([]);
    expect(await found("00%")).toEqual(["100% cotton_shirt"]);
    expect(await found("n_s")).toEqual(["100% cotton_shirt"]);
    const [service] = (await list({ q: "zebra" }, owner)).services;
    await operations["services.edit"].perform(owner, { id: service!.id, version: "0", name: "Aardvark", note: "" });
    expect([await found("aard"), await found("zebra")]).toEqual([["Aardvark"], ["Aardvark"]]);
  });

  it("pages through hundreds of matches or expiring services as through a few", { timeout: 60_000 }, async () => {
    const running = await program();
    const crowded = await running.signUp();
    await seedServices(running.database, crowded.principal.accountId, 1400);
    const lapsesOn = daysAfter(today, 3);
    await running.database.writer.service.updateMany({
      where: { accountId: crowded.principal.accountId, type: { not: "domain" } },
      data: { status: "active", automaticRenewal: false, renewsOn: lapsesOn, lapsesOn },
    });
    const all = await servicesOf(running, crowded.principal.accountId);
    for (const narrow of [
      { q: "example" },
      { status: "expiring" as const },
      { q: "example", status: "expiring" as const, type: "email" as const },
    ]) {
      const query = { ...narrow, sort: "bought" as const, descending: true, size: 100 as const };
      const pages = [await list(query, crowded)];
      while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }, crowded));
      expect(pages.flatMap(namesOf)).toEqual(inOrder(all, query));
      expect(pages.length).toBeGreaterThan(2);
    }
  });
});

it.each<[Record<string, string>, object]>([
  [
    { type: "domain", status: "expiring", sort: "-renewal", size: "50" },
    { type: "domain", status: "expiring", sort: "renewal", descending: true, size: 50 },
  ],
  [{ q: "  shop " }, { q: "shop" }],
])("The query %j in the URL is understood", (asked, query) => {
  expect(readServicesQuery(asked)).toEqual({ query: { ...defaultServicesQuery, ...query }, misread: false });
});

it.each([{ type: "kind" }, { status: "enabled" }, { sort: "created" }, { type: "__proto__" }])(
  "The query %j in the URL is invalid, and the list says so",
  (asked) => {
    expect(readServicesQuery(asked)).toEqual({ query: defaultServicesQuery, misread: true });
  },
);

type Service = Awaited<ReturnType<typeof servicesOf>>[number];

const servicesOf = ({ database }: Program, accountId: number) => database.db.service.findMany({ where: { accountId } });

const namesOf = ({ services }: Awaited<ReturnType<typeof listServices>>) => services.map(({ name }) => name);

/** The expected list, by a plain filter and sort. */
function inOrder(services: Service[], query: Partial<ServicesQuery>): string[] {
  const { sort = "name", descending = false, q = "", status, type } = query;
  const key = (service: Service) =>
    ({ name: searchFold(service.name), renewal: service.renewsOn, bought: service.boughtOn })[sort];
  const word = searchFold(q);
  const has = ({ name, reference }: Service) =>
    [...word].length < 3 ? searchFold(name).startsWith(word) : searchFold(`${name}\n${reference}`).includes(word);
  const stands = (service: Service) =>
    status === "expiring"
      ? service.status === "active" && !service.automaticRenewal && service.renewsOn <= daysAfter(today, 30)
      : !status || service.status === status;
  return services
    .filter((service) => stands(service) && (!type || service.type === type) && has(service))
    .toSorted(
      (a, b) =>
        (descending ? -1 : 1) * (Buffer.compare(Buffer.from(key(a)), Buffer.from(key(b))) || (a.id < b.id ? -1 : 1)),
    )
    .map(({ name }) => name);
}
