import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { Member } from "@/lib/access/actor";
import { defaultUsersQuery, userSorts, userStates, type UsersQuery } from "@/lib/domain/users/schema";
import type { listUsers as listing } from "@/lib/domain/users/store";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { privileges } from "@/lib/policy";
import { onEachProgram, type Program } from "@/lib/testing/program";
import { seedUsers } from "@/lib/testing/seed-users";

type UsersPage = Awaited<ReturnType<typeof listing>>;

/** Pages of four test the same as pages of a hundred, with fewer rows. */
const small = 4 as UsersQuery["size"];

onEachProgram("The list of users", (program) => {
  let holder: Member;
  let list: (query: Partial<UsersQuery>, actor?: Member) => Promise<UsersPage>;

  beforeAll(async () => {
    const { reading, inAccount, database, signUp } = await program();
    const { listUsers } = await import("@/lib/domain/users/store");
    holder = await signUp();
    const other = await signUp();
    await seedUsers(database, holder.principal.accountId, 90);
    await seedUsers(database, other.principal.accountId, 30);
    // Fifteen invited users. The invitation of ten of them failed.
    const { insertUser } = await import("@/lib/domain/users/store");
    for (let n = 0; n < 15; n++) {
      const user = {
        login: `abel.invited${n}`,
        email: "u@example.com",
        passwordHash: null,
        description: "",
        changeDue: false,
        invited: true,
      };
      const now = new Date(Date.UTC(2026, 0, 1 + (n % 4)));
      const { id } = await inAccount(
        holder,
        "users.add",
        (auth) => insertUser(auth, { ...user, privilege: privileges[n % 3]! }),
        { now },
      );
      if (n % 3 > 0) await database.writer.person.update({ where: { id }, data: { undelivered: "mail" } });
    }
    list = (query, actor = holder) =>
      listUsers(reading(actor, "users.list"), { ...defaultUsersQuery, size: small, ...query });
  });

  describe("For any query, paging to the end and back", () => {
    const narrowed = [
      {},
      ...privileges.map((privilege) => ({ privilege })),
      ...userStates.map((status) => ({ status })),
      { status: "never-signed-in", privilege: "user" },
      { q: "abel", status: "never-signed-in" },
      { status: "invitation-failed", privilege: "user" },
      { status: "invitation-failed", "two-factor": "off" },
      { q: "abel", status: "invitation-failed" },
      { q: "ab", status: "invitation-failed", privilege: "administrator" },
      { status: "enabled", privilege: "user" },
      { status: "removed", privilege: "none" },
      { "two-factor": "on" },
      { "two-factor": "off", privilege: "user" },
      { "two-factor": "on", status: "disabled", privilege: "none" },
      { "two-factor": "off", status: "never-signed-in" },
      { "two-factor": "on", status: "never-signed-in" },
      { "two-factor": "on", q: "abel" },
      { q: "abel" },
      { q: "jo" },
      { q: "support", status: "disabled" },
    ] as const satisfies Partial<UsersQuery>[];
    const orders = userSorts.flatMap((sort) => [true, false].map((descending) => ({ sort, descending })));

    it.each(orders)("sorted by $sort (descending: $descending), shows each user once and in order", async (order) => {
      const all = await peopleOf(await program(), holder.principal.accountId);
      for (const narrow of narrowed) {
        const query: Partial<UsersQuery> = { ...order, ...narrow };
        const wanted = inOrder(all, query);
        const pages = [await list(query)];
        while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }));
        expect([query, pages.flatMap(loginsOf)]).toEqual([query, wanted]);
        expect(pages.slice(0, -1).every(({ users }) => users.length === small)).toBe(true);
        expect(pages[0]!.previous).toBeNull();
        if (!("q" in narrow) && query.status !== "invitation-failed") expect(pages[0]!.total).toBe(wanted.length);
        for (let at = pages.length - 1; at > 0; at--) {
          const before = await list({ ...query, cursor: pages[at]!.previous! });
          expect(loginsOf(before)).toEqual(loginsOf(pages[at - 1]!));
          expect([before.previous === null, before.next === null]).toEqual([at === 1, false]);
        }
      }
    });
  });

  it("stays correct while users are added and removed between pages", { timeout: 60_000 }, async () => {
    const running = await program();
    const { database, inAccount, signUp } = running;
    const { insertUser, changeUser, findUser } = await import("@/lib/domain/users/store");
    const owner = await signUp();
    let made = 0;
    const moments = [0, 1, 2].map((at) => new Date(Date.UTC(2026, 0, 1 + at)));
    const add = (moment: number) => {
      const login = `u${String((made++ * 7919) % 1000).padStart(3, "0")}-${made}`;
      const user = {
        login,
        email: "u@example.com",
        passwordHash: "",
        privilege: "user" as const,
        description: "",
        changeDue: false,
      };
      return inAccount(owner, "users.add", (auth) => insertUser(auth, user), { now: moments[moment] });
    };
    const remove = async (at: number) => {
      const users = await peopleOf(running, owner.principal.accountId);
      const { id } = users[at % (users.length || 1)] ?? {};
      if (!id) return;
      await inAccount(owner, "users.remove", async (auth) =>
        changeUser(auth, (await findUser(auth, id))!, { removedAt: auth.now }),
      );
    };

    const steps = fc.array(
      fc.oneof(
        fc.record({ act: fc.constant("add" as const), at: fc.nat(2) }),
        fc.record({ act: fc.constant("remove" as const), at: fc.nat(40) }),
        fc.record({ act: fc.constantFrom("next" as const, "previous" as const, "next" as const), at: fc.constant(0) }),
      ),
      { minLength: 12, maxLength: 25 },
    );
    const orders = fc.record({ sort: fc.constantFrom(...userSorts), descending: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(orders, steps, async (order, walk) => {
        await database.writer.person.deleteMany({ where: { accountId: owner.principal.accountId, kind: "user" } });
        await database.writer.userCount.deleteMany({ where: { accountId: owner.principal.accountId } });
        for (let at = 0; at < 11; at++) await add(at % 3);
        let page = await list(order, owner);
        for (const { act, at } of walk) {
          if (act === "add") await add(at);
          else if (act === "remove") await remove(at);
          else if (page[act]) {
            // A user removed in between still marks the position of the page.
            const all = await peopleOf(running, owner.principal.accountId);
            const shown = inOrder(all, order);
            const edge = (act === "next" ? page.users.at(-1) : page.users[0])!;
            const place = inOrder(
              all.map((user) => (user.id === edge.id ? { ...user, removedAt: null, status: "enabled" } : user)),
              order,
            );
            const before = place.slice(0, place.indexOf(edge.login)).filter((login) => shown.includes(login));
            const after = place.slice(place.indexOf(edge.login) + 1);
            const wanted = act === "next" ? after.slice(0, small) : before.length > small ? before.slice(-small) : [];
            page = await list({ ...order, cursor: page[act] }, owner);
            expect(loginsOf(page)).toEqual(wanted.length > 0 ? wanted : shown.slice(0, small));
            expect(page.strayed).toBe(false);
            if (page.users.length === 0) return;
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it("ignores a cursor of another account, of another sort or a made-up one, and says so", async () => {
    const { signUp } = await program();
    const stranger = await signUp();
    const { next } = await list({});
    const first = await list({});
    for (const query of [
      { cursor: "made.up" },
      { cursor: next!, sort: "username" as const },
      { cursor: next!, descending: false },
    ]) {
      const page = await list(query);
      expect([page.strayed, page.previous]).toEqual([true, null]);
      expect(loginsOf(page)).toEqual(loginsOf(await list({ ...query, cursor: "" })));
    }
    expect(await list({ cursor: next! }, stranger)).toMatchObject({ strayed: true, users: [], total: 0 });
    expect(first.strayed).toBe(false);
  });

  describe("A search", () => {
    const odd = [
      ["p.cent", "100%@example.com", "half_price 50% off"],
      ["under_score", "u_s@example.com", "back\\slash and 'quotes' and \"more\""],
      ["Zoë.not", "zoe@example.com", "Éclair À la carte, Straße, ﬁn, ＡＢＣ"],
      ["emoji", "e@example.com", "🚀 to the moon 🚀🚀🚀"],
      ["star", "star@example.com", "a*b AND NOT (near) OR col:x ^y -z"],
      ["turk", "t@example.com", "İstanbul ISPARTA"],
    ] as const;
    let finder: Member;

    beforeAll(async () => {
      const { inAccount, signUp } = await program();
      const { insertUser } = await import("@/lib/domain/users/store");
      finder = await signUp();
      for (const [login, email, description] of odd) {
        const user = {
          login: login.replace("ë", "e"),
          email,
          description,
          passwordHash: "",
          privilege: "none" as const,
          changeDue: false,
        };
        await inAccount(finder, "users.add", (auth) => insertUser(auth, user));
      }
    });

    it("finds a part of the username, address or description; one or two letters only at the start of the username", async () => {
      const found = async (q: string) =>
        loginsOf(await list({ q, sort: "username", descending: false, size: 25 }, finder));
      expect(await found("p")).toEqual(["p.cent"]);
      expect(await found("ST")).toEqual(["star"]);
      expect(await found("co")).toEqual([]);
      expect(await found("%")).toEqual([]);
      expect(await found("_")).toEqual([]);
      expect(await found("00%")).toEqual(["p.cent"]);
      expect(await found("f_p")).toEqual(["p.cent"]);
      expect(await found("r_s")).toEqual(["under_score"]);
      expect(await found("k\\s")).toEqual(["under_score"]);
      expect(await found("'quotes'")).toEqual(["under_score"]);
      expect(await found('"more"')).toEqual(["under_score"]);
      expect(await found("eclair a la")).toEqual(["Zoe.not"]);
      expect(await found("ÉCLAIR")).toEqual(["Zoe.not"]);
      expect(await found("abc")).toEqual(["Zoe.not"]);
      expect(await found("🚀🚀🚀")).toEqual(["emoji"]);
      expect(await found("AND NOT (")).toEqual(["star"]);
      expect(await found("col:x")).toEqual(["star"]);
      expect(await found("istanbul")).toEqual(["turk"]);
      expect(await found("example.com")).toHaveLength(odd.length);
    });

    it("finds what a plain comparison finds, for any text", async () => {
      const all = await peopleOf(await program(), finder.principal.accountId);
      const pieces = [
        "%",
        "_",
        '"',
        "'",
        "\\",
        "*",
        "(",
        "OR ",
        "AND ",
        "-",
        "^",
        ":",
        "🚀",
        "é",
        "İ",
        "a",
        "ex",
        ".com",
        " ",
        "ß",
      ];
      const typed = fc.oneof(
        fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 5 }).map((parts) => parts.join("")),
        fc
          .constantFrom(...odd.flat())
          .chain((text) =>
            fc
              .tuple(fc.nat(text.length), fc.nat(6))
              .map(([from, length]) => Buffer.from(text.slice(from, from + length)).toString()),
          ),
      );
      await fc.assert(
        fc.asyncProperty(
          typed.map((q) => q.trim()),
          async (q) => {
            expect(loginsOf(await list({ q, size: 25 }, finder))).toEqual(inOrder(all, { ...defaultUsersQuery, q }));
          },
        ),
        { numRuns: 150 },
      );
    });

    it("finds no user of another account", async () => {
      expect(await list({ q: "holder@" }, finder)).toMatchObject({ users: [], total: null });
      expect((await list({ q: "example.com", size: 100 }, finder)).users).toHaveLength(odd.length);
    });
  });

  it("pages through a word with several hundred matches as through a rare one", { timeout: 60_000 }, async () => {
    const running = await program();
    const crowded = await running.signUp();
    await seedUsers(running.database, crowded.principal.accountId, 620);
    const { accountId } = crowded.principal;
    await running.database.writer.$executeRaw`
      UPDATE "Person" SET "login" = 'zz' || "login", "loginKey" = 'zz' || "loginKey", "searchText" = 'zz' || "searchText"
      WHERE "accountId" = ${accountId} AND "kind" = 'user'`;
    const all = await peopleOf(running, accountId);
    for (const narrow of [{ q: "example.com" }, { q: "zz" }, { q: "z", status: "disabled" as const }]) {
      const query = { ...narrow, sort: "last-login" as const, descending: true, size: 100 as const };
      const wanted = inOrder(all, query);
      const pages = [await list(query, crowded)];
      while (pages.at(-1)!.next) pages.push(await list({ ...query, cursor: pages.at(-1)!.next! }, crowded));
      expect(pages.flatMap(loginsOf)).toEqual(wanted);
      for (let at = pages.length - 1; at > 0; at--) {
        expect(loginsOf(await list({ ...query, cursor: pages[at]!.previous! }, crowded))).toEqual(
          loginsOf(pages[at - 1]!),
        );
      }
    }
  });

  it("shows no secret of a user", async () => {
    const { users } = await list({});
    expect(Object.keys(users[0]!).toSorted()).toEqual([
      "createdAt",
      "description",
      "email",
      "id",
      "lastLoginAt",
      "login",
      "passwordChangedAt",
      "privilege",
      "removedAt",
      "status",
      "twoFactor",
      "undelivered",
      "version",
    ]);
  });
});

type Person = Awaited<ReturnType<typeof peopleOf>>[number];

const peopleOf = ({ database }: Program, accountId: number) =>
  database.db.person.findMany({ where: { accountId, kind: "user" } });

const loginsOf = ({ users }: UsersPage) => users.map(({ login }) => login);

/** The expected list, by a plain filter and sort. */
function inOrder(people: Person[], query: Partial<UsersQuery>): string[] {
  const { sort = "created", descending = true, q = "", status, privilege, "two-factor": secured } = query;
  const key = (user: Person) =>
    ({ username: user.loginKey!, created: user.createdAt.toISOString(), "last-login": user.lastLoginAt.toISOString() })[
      sort
    ];
  const word = searchFold(q);
  const has = ({ loginKey, login, email, description }: Person) =>
    [...word].length < 3
      ? loginKey!.startsWith(word)
      : searchFold([login, email, description].join("\n")).includes(word);
  const compare = (a: string, b: string) => Number(a > b) - Number(a < b);
  return people
    .filter(
      (user) =>
        (status ? inState(user, status) : user.removedAt === null) &&
        (!privilege || user.privilege === privilege) &&
        (!secured || user.twoFactor === (secured === "on")) &&
        has(user),
    )
    .toSorted((a, b) => (descending ? -1 : 1) * (compare(key(a), key(b)) || compare(a.id, b.id)))
    .map(({ login }) => login);
}

function inState(user: Person, state: string): boolean {
  if (state === "never-signed-in")
    return user.lastLoginAt.getTime() === 0 && user.disabledAt === null && user.removedAt === null && !user.invited;
  return state === "invitation-failed" ? user.status === "invited" && user.undelivered !== null : user.status === state;
}
