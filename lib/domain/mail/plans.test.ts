import { beforeAll, expect, it } from "vitest";
import type { Member, Person } from "@/lib/access/actor";
import { mailGroups, mailKinds, type MailKind } from "@/lib/domain/mail/schema";
import type { WantedMails } from "@/lib/domain/mail/store";
import { newId } from "@/lib/security/tokens";
import { watch, type Statement } from "@/lib/testing/plans";
import { onEachProgram, program as steward } from "@/lib/testing/program";

/** Enough rows that PostgreSQL would scan or sort a part of them if there were no ordered index. */
const many = 6000;

onEachProgram("A page of emails", (program, engine) => {
  let holder: Member;
  let user: string;
  let idle: string;
  let watched: Awaited<ReturnType<typeof watch>>;
  type Reader = { standing: Person["standing"]; personId: string };
  let listAs: (
    reader: Reader,
    wanted: WantedMails,
    cursor?: string,
  ) => Promise<{ rows: unknown[]; next: string | null; statements: Statement[] }>;

  beforeAll(async () => {
    const running = await program();
    holder = await running.signUp();
    const { database } = running;
    const { addExtra } = await import("@/lib/testing/cast");
    const account = {
      id: holder.principal.accountId,
      digitalId: holder.principal.digitalId,
      handle: holder.principal.handle,
    };
    const asCast = {
      id: holder.principal.personId,
      account,
      standing: "holder",
      name: "Ada Holder",
      login: "",
      email: "",
      signInId: "",
    } as const;
    const place = { ...database, close: database.closeDatabase };
    user = (await addExtra(place, asCast, { login: "busy" })).id;
    idle = (await addExtra(place, asCast, { login: "idle" })).id;
    const began = Date.now() - many * 1000;
    const rows = Array.from({ length: many }, (_, n) => {
      // The newest third belongs to the account holder: an Administrator's query must not read past it. One kind is rare.
      const toHolder = n >= (many * 2) / 3;
      const createdAt = new Date(began + Math.floor(n / 3) * 1000);
      const kind: MailKind = n % 500 === 0 ? "disabled" : "new-device";
      return {
        id: newId(),
        accountId: holder.principal.accountId,
        personId: toHolder ? holder.principal.personId : user,
        toHolder,
        recipient: "x@example.com",
        kind,
        language: "en",
        params: "{}",
        state: "sent",
        dueAt: createdAt,
        createdAt,
        sentAt: createdAt,
      };
    });
    for (let from = 0; from < many; from += 1000)
      await database.writer.mail.createMany({ data: rows.slice(from, from + 1000) });
    if (engine === "postgresql") await database.writer.$executeRaw`VACUUM ANALYZE`;
    watched = await watch(running);
    const { listMails } = await import("@/lib/domain/mail/store");
    const { defaultEmailsQuery } = await import("@/lib/domain/mail/schema");
    listAs = async (reader, wanted, cursor = "") => {
      watched.statements.length = 0;
      const auth = running.authorize(
        { ...holder, principal: { ...holder.principal, ...reader } },
        "emails.list",
        watched.db,
      );
      const page = await listMails(auth, { ...defaultEmailsQuery, cursor }, wanted);
      return { ...page, statements: [...watched.statements] };
    };
    return () => watched.close();
  }, 120_000);

  const wanted: [string, WantedMails][] = [
    ["nothing", {}],
    ["one group", { kinds: mailGroups.access }],
    ["a group without emails", { kinds: mailGroups["two-factor"] }],
    ["a subject", { found: { kinds: ["disabled"], people: [] } }],
    ["a word that all subjects have", { found: { kinds: mailKinds, people: [] } }],
    ["a word in no subject", { found: { kinds: [], people: [] } }],
  ];

  it.each(wanted)("filtered by %s is read from an ordered index, for every reader", async (_, what) => {
    const readers: Reader[] = [
      { standing: "holder", personId: holder.principal.personId },
      { standing: "administrator", personId: idle },
      { standing: "none", personId: user },
      { standing: "none", personId: idle },
    ];
    const withPeople: WantedMails[] = what.found ? [{ ...what, found: { ...what.found, people: [user, idle] } }] : [];
    for (const reader of readers) {
      for (const narrowed of [what, ...withPeople]) {
        let page = await listAs(reader, narrowed);
        await expectIndexed(page.statements);
        for (let turn = 0; page.next && turn < 2; turn++) {
          page = await listAs(reader, narrowed, page.next);
          await expectIndexed(page.statements);
        }
      }
    }
  });

  it("shows an Administrator only the users' emails, and others their own", async () => {
    expect((await listAs({ standing: "administrator", personId: idle }, {})).rows).toHaveLength(25);
    expect((await listAs({ standing: "none", personId: idle }, {})).rows).toEqual([]);
    expect((await listAs({ standing: "none", personId: user }, {})).rows).toHaveLength(25);
  });

  it("needs the same few statements for any filter, and no COUNT", async () => {
    for (const [, what] of wanted) {
      const { statements } = await listAs({ standing: "holder", personId: holder.principal.personId }, what);
      // The page's ids, its rows, and their recipients.
      expect(statements.length).toBeLessThanOrEqual(3);
      for (const { sql } of statements) expect(sql).not.toMatch(/count\s*\(/i);
    }
  });

  it("is not the only query with an index: also due emails, waiting ones, and whether one was ever delivered", async () => {
    const { isMailDue, listWaiting, nextDue } = await import("@/lib/domain/mail/outbox");
    const { hasDelivered } = await import("@/lib/domain/mail/store");
    const { authorize } = await program();
    const sending = authorize(steward, "emails.send", watched.db);
    watched.statements.length = 0;
    expect(await isMailDue(sending, new Date())).toBe(false);
    expect(await hasDelivered(authorize(holder, "home.view", watched.db))).toBe(true);
    const [due, delivered] = [...watched.statements];
    expect(await watched.explain(due!)).toMatch(
      engine === "sqlite" ? /USING (COVERING )?INDEX Mail_waiting_idx/ : /Mail_waiting_idx/,
    );
    // The next email is always the first of a range: nothing is sorted.
    watched.statements.length = 0;
    expect(await watched.db.$queryRaw`SELECT ${nextDue(new Date())} AS "id"`).toEqual([{ id: null }]);
    expect(await listWaiting(sending, { dueAt: new Date(0), id: "" }, new Date(), 200)).toEqual([]);
    const [next, waiting] = [...watched.statements];
    const plans = [await watched.explain(next!), await watched.explain(waiting!)];
    for (const plan of plans) expect(plan.match(/Mail_waiting_idx/g)?.length).toBe(3);
    expect(plans[0]).not.toMatch(/TEMP B-TREE|Sort/);
    if (engine === "sqlite") for (const plan of plans) expect(plan).toMatch(/Mail_waiting_idx \(rank=\? AND /);
    expect(await watched.explain(delivered!)).toMatch(
      engine === "sqlite" ? /USING (COVERING )?INDEX Mail_sent_idx/ : /Index|Limit/,
    );
  });

  /** Expects that each index range reads at most a page of rows, and that no table is scanned. */
  async function expectIndexed(statements: Statement[]) {
    for (const statement of statements) {
      const plan = await watched.explain(statement, "EXPLAIN (ANALYZE, FORMAT TEXT) ");
      if (engine === "sqlite") {
        const onMails = plan.split("\n").filter((line) => /\bMail\b/.test(line));
        for (const line of onMails)
          expect([line, /SEARCH (main\.)?Mail USING (COVERING )?INDEX/.test(line)]).toEqual([line, true]);
        // Only the combined result of the ranges is sorted, never a range itself.
        expect([(plan.match(/USE TEMP B-TREE/g)?.length ?? 0) <= 2, plan]).toEqual([true, plan]);
        // A later page starts at its exact position in the index, also among emails with the same time.
        if (/"createdAt", "id"\) [<>]/.test(statement.sql)) expect(plan).toMatch(/\(createdAt,id\)[<>]\(\?,\?\)/);
      } else {
        expect(plan).not.toMatch(/Seq Scan on "?Mail/);
        for (const [, removed] of plan.matchAll(/Rows Removed by Filter: (\d+)/g))
          expect([Number(removed) < 100, plan]).toEqual([true, plan]);
        for (const [, rows] of plan.matchAll(/Scan[^\n]*on "?Mail"?[^\n]*actual time=\S+ rows=(\d+)/g)) {
          expect([Number(rows) <= 51, plan]).toEqual([true, plan]);
        }
      }
    }
  }
});
