import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, it } from "vitest";
import { newSoftKey } from "@/e2e/authenticator";
import type { Actor, Member } from "@/lib/access/actor";
import { Prisma } from "@/lib/database/db";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { loadLanguages } from "@/lib/i18n/load-languages.mjs";
import type { Permission } from "@/lib/policy";
import { requests } from "@/lib/runtime/requests.mjs";
import { temporaryFolder } from "@/lib/testing/databases";
import {
  goodPassword,
  onEachProgram,
  operator,
  program as steward,
  requestFrom,
  stranger,
} from "@/lib/testing/program";
import { codeOf } from "@/lib/testing/totp";

/** A call of an operation: by an actor of account A or on its behalf, with its input. */
type Asked = readonly [by: Actor, input: object];
type Who = { id: string; accountId: number };

const names = { firstName: "Ada", lastName: "Holder", organisation: "" };
const another = "violet kettle march ninety bridge";
const [sharedEmail, foreignHolder] = ["shared@example.com", "foreign@example.com"];
const folder = temporaryFolder();

/**
 * Operations that hash passwords. They take most of the time, so only the long form runs them. Password links have their own test
 * (password-links).
 */
const hashing: readonly Permission[] = [
  "account.create",
  "account.confirm",
  "account.open",
  "session.start",
  "session.confirm",
  "password.change",
  "password.renew",
  "password.reset",
  "password.set",
  "users.set-password",
];
const long = process.env.STEWARD_LONG === "1";

onEachProgram("Two accounts with the same addresses, usernames, names and networks", (program, engine) => {
  let ada: Member;
  let foreign: Member;
  let jane: Who;

  beforeAll(async () => {
    await loadLanguages();
    const { signUp, signIn, addUser, database } = await program();
    const { hashPassword } = await import("@/lib/security/password-hash");
    const hash = long ? await hashPassword(goodPassword) : "";
    const made = [await signUp("ada@example.com"), await signUp(foreignHolder)] as const;
    for (const [at, holder] of made.entries()) {
      await addUser(holder, "jane", { email: sharedEmail });
      await addUser(holder, "martin", { email: made[1 - at]!.principal.email });
      await giveEverything(holder, at === 1);
    }
    await database.writer.person.updateMany({ data: { passwordHash: hash } });
    [ada, foreign] = [
      await signIn({ id: made[0].principal.personId, accountId: made[0].principal.accountId }),
      await signIn({ id: made[1].principal.personId, accountId: made[1].principal.accountId }),
    ];
    jane = await database.db.person.findFirstOrThrow({
      where: { accountId: ada.principal.accountId, loginKey: "jane" },
    });
  });

  /** Fills an account with every kind of data. In the foreign account, with words that occur nowhere else. */
  async function giveEverything({ principal: { accountId, personId } }: Member, marked: boolean) {
    const { database, inAccount, autocommitAuth, signIn } = await program();
    const { importServices } = await import("@/lib/domain/services/store");
    const { newLink } = await import("@/lib/domain/mail-links/store");
    const { notify } = await import("@/lib/domain/mail/notices");
    const { purposes } = await import("@/lib/domain/mail-links/schema");
    const { recordAttempt } = await import("@/lib/domain/sign-ins/store");
    const { writer } = database;
    const word = marked ? "foreignword" : "ownword";
    await writer.account.update({
      where: { id: accountId },
      data: { organisation: `${word} Ltd`, phone: "1", city: word },
    });
    const row = {
      type: "domain",
      status: "active",
      boughtOn: "2025-01-01",
      renewsOn: "2027-01-01",
      automaticRenewal: null,
      reference: "dom-1",
      name: `${word}.example`,
    } as const;
    await inAccount(operator, "services.import", (auth) => importServices(auth, [row]), { accountId });
    await writer.service.updateMany({ where: { accountId }, data: { note: word } });
    const now = new Date();
    for (const { id } of await database.db.person.findMany({ where: { accountId } })) {
      await signIn({ id, accountId });
      await recordAttempt(autocommitAuth(stranger, "session.start"), {
        accountId,
        personId: id,
        method: "password",
        outcome: "done",
        ip: "192.0.2.7",
        userAgent: word,
      });
      await writer.factor.create({
        data: {
          id: `${word}-${id}`,
          accountId,
          personId: id,
          kind: "app",
          name: word,
          secret: "sealed",
          createdAt: now,
          lastUsedAt: new Date(0),
        },
      });
      await writer.backupCode.create({
        data: { accountId, personId: id, hash: "a".repeat(64), salt: word, createdAt: now },
      });
      for (const purpose of purposes.filter((each) => each !== "sign-up")) {
        const data = purpose === "confirm-address" ? JSON.stringify({ email: `${word}@example.net` }) : "";
        await inAccount(operator, "email.set", (auth) => newLink(auth, { purpose, personId: id, hours: 1, data }), {
          accountId,
          now,
        });
      }
      await inAccount(
        operator,
        "password.set",
        (auth) => notify(auth, id, { kind: "password-set", params: { who: word } }),
        { accountId, now },
      );
    }
    await writer.factor.deleteMany({ where: { personId } });
  }

  /** Every row of an account. */
  async function rowsOf(accountId: number): Promise<unknown> {
    const { database } = await program();
    const tables = Object.values(Prisma.ModelName).filter((model) => "accountId" in Prisma[`${model}ScalarFieldEnum`]);
    expect(tables).toEqual(
      expect.arrayContaining([
        "Person",
        "Session",
        "Activity",
        "Factor",
        "BackupCode",
        "Link",
        "Mail",
        "SignIn",
        "Service",
        "UserCount",
      ]),
    );
    const rows = tables.map((table) => {
      const delegate = (database.db as unknown as Record<string, { findMany(query: object): Promise<object[]> }>)[
        table.charAt(0).toLowerCase() + table.slice(1)
      ]!;
      return delegate.findMany({ where: { accountId } });
    });
    const found = await Promise.all([database.db.account.findMany({ where: { id: accountId } }), ...rows]);
    return found.map((table) => table.map(inText).toSorted());
  }

  /** The limits of the people and addresses of an account. */
  async function limitsOf({ principal: { accountId } }: Member) {
    const { database, autocommitAuth } = await program();
    const { limitKey } = await import("@/lib/security/limit-key");
    const { consumeLimit } = await import("@/lib/access/limits");
    const { triesToLogIn } = await import("@/lib/domain/sessions/rules");
    const { passwordLinksTo } = await import("@/lib/domain/password-links/rules");
    const { noticesTo } = await import("@/lib/domain/email-changes/rules");
    const { env } = await import("@/lib/runtime/env.mjs");
    const people = await database.db.person.findMany({ where: { accountId } });
    const keys = people.flatMap(({ id, email, emailKey }) => [
      ...[true, false].map((known) => triesToLogIn(id, known)),
      ...["factor", "factor known", "own password", "enrolment", "address person", "wrong codes told"].map((kind) =>
        limitKey(env.secret, kind, id),
      ),
      passwordLinksTo({ accountId, emailKey }).key,
      noticesTo({ email, accountId }).key,
    ]);
    const rows = { where: { key: { in: keys } }, orderBy: { key: "asc" } } as const;
    if ((await database.db.limit.count(rows)) === 0)
      for (const key of keys)
        await consumeLimit(
          autocommitAuth(operator, "installation.view"),
          { key, limit: 9, window: 3_600_000 },
          Date.now(),
        );
    return (await database.db.limit.findMany(rows)).map(inText);
  }

  let fresh = 0;
  const word = () => `w${fresh++}`;
  const someone = async (more: object = {}) => (await program()).addUser(ada, word(), { email: sharedEmail, ...more });
  const something = async () =>
    (await program()).database.db.service.findFirstOrThrow({ where: { accountId: ada.principal.accountId } });

  /** Changes a person's row, and the counters with it. */
  async function changed({ id, accountId }: Who, data: object) {
    const { database, inAccount } = await program();
    const { recount } = await import("@/lib/domain/people/store");
    const before = await database.db.person.findUniqueOrThrow({ where: { id } });
    await inAccount(
      operator,
      "two-factor.reset",
      async (auth) => recount(auth, before, await auth.db.person.update({ where: { id }, data })),
      { accountId },
    );
  }

  /** Logs a person of A in. The session has the pending step that follows from their row. */
  async function coming(person: Who, session: object = {}): Promise<Member> {
    const { signIn, database } = await program();
    const { refreshActor } = await import("@/lib/access/find-actor");
    const member = await signIn(person);
    await database.writer.session.update({ where: { id: member.credential.sessionId }, data: session });
    return (await refreshActor(database.db, member)) as Member;
  }

  async function withApp(person: Who) {
    const { database } = await program();
    const { encrypt } = await import("@/lib/security/encryption");
    const [id, secret] = [word(), newAppSecret()];
    const data = {
      id,
      accountId: person.accountId,
      personId: person.id,
      kind: "app",
      name: "phone",
      secret: encrypt(`app ${id} ${person.id}`, secret),
      createdAt: new Date(),
      lastUsedAt: new Date(0),
    };
    await database.writer.factor.create({ data });
    await changed(person, { twoFactor: true });
    return { id, code: codeOf(secret) };
  }

  async function linkFor(
    purpose: "reset" | "confirm-address" | "take-back" | "enrol",
    person: Who,
    data = "",
  ): Promise<string> {
    const { inAccount } = await program();
    const { newLink } = await import("@/lib/domain/mail-links/store");
    return (
      await inAccount(
        operator,
        "email.set",
        (auth) => newLink(auth, { purpose, personId: person.id, hours: 1, data }),
        { accountId: person.accountId },
      )
    ).token;
  }
  const newEmailData = () => JSON.stringify({ email: `${word()}@example.net` });

  /** Requests a sign-up and lets the program answer. Returns the token of the email. */
  async function signUpLink(): Promise<string> {
    const { database, operations } = await program();
    const { decrypt } = await import("@/lib/security/encryption");
    const email = `${word()}@example.net`;
    await operations["account.request"].perform(stranger, { ...names, email });
    await operations["account.send-link"].perform(steward, {
      id: (await database.db.signUpRequest.findFirstOrThrow()).id,
    });
    const mail = await database.db.mail.findFirstOrThrow({ where: { recipient: email } });
    return decrypt(`mail ${mail.id}`, mail.secret!)!;
  }

  /** Makes A require two-factor authentication of everyone. Returns a user who has to set it up. */
  async function owing() {
    const { database } = await program();
    const require = (twoFactorFor: string) =>
      database.writer.account.update({
        where: { id: ada.principal.accountId },
        data: { twoFactorFor, twoFactorFrom: new Date(0) },
      });
    await require("everyone");
    const member = await coming(await someone());
    return { member, done: () => require("") };
  }

  async function keyed(person: Who) {
    const { newChallenge } = await import("@/lib/domain/two-factor/challenge");
    const { env } = await import("@/lib/runtime/env.mjs");
    const key = newSoftKey();
    const { database } = await program();
    const data = {
      id: word(),
      accountId: person.accountId,
      personId: person.id,
      kind: "key",
      name: "key",
      credentialId: key.id,
      publicKey: key.publicKey,
      createdAt: new Date(),
      lastUsedAt: new Date(0),
    };
    await database.writer.factor.create({ data });
    return key.answer({
      challenge: newChallenge("sign-in", ""),
      origin: env.origin,
      verified: true,
      userHandle: person.id,
    });
  }

  /** A successful call of each operation in A. */
  const samples: Record<Permission, () => Asked | Promise<Asked>> = {
    "health.check": () => [stranger, {}],
    "account.create": () => [stranger, { ...names, email: `${word()}@example.net`, password: goodPassword }],
    "account.request": () => [stranger, { ...names, email: `${word()}@example.net` }],
    "account.send-link": async () => [
      steward,
      { id: (await (await program()).database.db.signUpRequest.findFirstOrThrow()).id },
    ],
    "account.view-link": async () => [stranger, { token: await signUpLink() }],
    "account.confirm": async () => [stranger, { ...names, token: await signUpLink(), password: goodPassword }],
    "installation.view": () => [operator, {}],
    "installation.keep": () => [steward, {}],
    "installation.upkeep": () => [steward, { over: "sessions" }],
    "account.open": () => [operator, { ...names, email: `${word()}@example.net`, password: goodPassword }],
    "language.choose": () => [stranger, { language: "fr" }],
    "session.start": () => [stranger, { id: `${ada.principal.digitalId}/jane`, password: goodPassword }],
    "session.start-passkey": async () => [stranger, { answer: await keyed(await someone()) }],
    "verification.view": async () => [await coming(await someone(), { factorDue: true }), {}],
    "session.verify": async () => {
      const person = await someone();
      const { code } = await withApp(person);
      return [await coming(person, { factorDue: true }), { code }];
    },
    "session.end": async () => [await coming(jane), {}],
    "session.confirm": async () => [await coming(jane), { password: goodPassword }],
    "session.end-one": async () => [await coming(jane), { id: (await coming(jane)).credential.sessionId }],
    "session.end-others": async () => [await coming(jane), {}],
    "session.note-use": async () => [steward, { ids: [(await coming(jane)).credential.sessionId] }],
    "password.forget": () => [stranger, { id: `${ada.principal.digitalId}/jane` }],
    "password.send-link": async () => [
      steward,
      { id: (await (await program()).database.db.resetRequest.findFirstOrThrow()).id },
    ],
    "password.view-link": async () => [stranger, { token: await linkFor("reset", jane) }],
    "password.reset": async () => [
      stranger,
      { token: await linkFor("reset", await someone()), password: another, repeat: another },
    ],
    "password.renew": async () => {
      const person = await someone();
      await changed(person, { changeDue: true, status: "change-due" });
      return [await coming(person), { password: another, repeat: another }];
    },
    "password.change": async () => [await coming(jane), { current: goodPassword, password: another, repeat: another }],
    "password.set": () => [operator, { id: ada.principal.digitalId, password: another }],
    "home.view": () => [ada, {}],
    "account.view": () => [ada, {}],
    "account.edit": () => [
      ada,
      { version: "0", organisation: word(), phone: "", address: "", postcode: "", city: "", country: "" },
    ],
    "account.view-two-factor": () => [ada, { for: "everyone" }],
    "account.require-two-factor": async () => {
      const { database } = await program();
      await database.writer.mail.updateMany({
        where: { accountId: ada.principal.accountId, kind: "password-set" },
        data: { state: "sent", sentAt: new Date() },
      });
      return [ada, { for: "writers", days: "30" }];
    },
    "account.tell-two-factor": () => [steward, { id: String(ada.principal.accountId) }],
    "account.release-two-factor": () => [ada, {}],
    "account.tell-release": () => [steward, { id: String(ada.principal.accountId) }],
    "holder.rename": () => [ada, { firstName: "Ada", lastName: word() }],
    "profile.view": () => [ada, {}],
    "profile.edit": () => [ada, { displayName: word(), language: "en", timeZone: "UTC", theme: "dark" }],
    "email.change": async () => [await coming(await someone()), { email: foreignHolder }],
    "email.send-link": async () => [
      steward,
      { id: (await (await program()).database.db.emailChangeRequest.findFirstOrThrow()).id },
    ],
    "email.view-link": async () => [
      stranger,
      { token: await linkFor("take-back", jane, newEmailData()), purpose: "take-back" },
    ],
    "email.confirm": async () => [
      stranger,
      { token: await linkFor("confirm-address", await someone(), newEmailData()) },
    ],
    "email.take-back": async () => [stranger, { token: await linkFor("take-back", await someone(), newEmailData()) }],
    "email.set": () => [operator, { id: ada.principal.digitalId, email: `${word()}@example.net` }],
    "security.view": () => [ada, {}],
    "history.list": () => [ada, {}],
    "notices.choose": () => [ada, {}],
    "factors.ask-new-app": () => [ada, {}],
    "factors.add-app": async () => {
      const { encryptAppSecret } = await import("@/lib/domain/two-factor/app-secret");
      const [member, secret] = [await coming(await someone()), newAppSecret()];
      return [member, { name: word(), secret: encryptAppSecret(member, secret, new Date()), code: codeOf(secret) }];
    },
    "factors.ask-new-key": () => [ada, {}],
    "factors.add-key": async () => {
      const { newChallenge } = await import("@/lib/domain/two-factor/challenge");
      const { env } = await import("@/lib/runtime/env.mjs");
      const member = await coming(await someone());
      return [
        member,
        {
          name: word(),
          answer: newSoftKey().register({
            challenge: newChallenge("add", member.credential.sessionId),
            origin: env.origin,
          }),
        },
      ];
    },
    "factors.remove": async () => {
      const person = await someone();
      return [await coming(person), await withApp(person)];
    },
    "codes.make": async () => {
      const person = await someone();
      await withApp(person);
      return [await coming(person), {}];
    },
    "enrolment.ask": async () => [(await owing()).member, {}],
    "enrolment.confirm": async () => {
      const { member } = await owing();
      return [
        member,
        {
          token: await linkFor(
            "enrol",
            { id: member.principal.personId, accountId: member.principal.accountId },
            member.credential.sessionId,
          ),
        },
      ];
    },
    "two-factor.reset": async () => {
      const person = await someone();
      await withApp(person);
      const { login } = await (await program()).database.db.person.findUniqueOrThrow({ where: { id: person.id } });
      return [operator, { id: `${ada.principal.digitalId}/${login}` }];
    },
    "emails.list": () => [ada, { q: "jane" }],
    "emails.view": async () => [
      ada,
      {
        id: (
          await (await program()).database.db.mail.findFirstOrThrow({ where: { accountId: ada.principal.accountId } })
        ).id,
      },
    ],
    "emails.send": () => [steward, {}],
    "users.list": () => [ada, { q: "jane" }],
    "users.sessions": () => [ada, { id: jane.id }],
    "users.end-sessions": async () => [ada, { id: (await coming(await someone())).principal.personId }],
    "users.add": () => [
      ada,
      { login: word(), email: sharedEmail, privilege: "administrator", description: "", invite: "on" },
    ],
    "users.edit": async () => [
      ada,
      { id: (await someone()).id, version: "0", email: foreignHolder, privilege: "none", description: "" },
    ],
    "users.send-link": async () => [ada, { id: jane.id }],
    "users.set-password": async () => [ada, { id: (await someone()).id, password: another }],
    "users.reset-two-factor": async () => {
      const person = await someone();
      await withApp(person);
      return [ada, { id: person.id }];
    },
    "users.disable": async () => [ada, { id: (await someone()).id }],
    "users.enable": async () => {
      const { operations } = await program();
      const { id } = await someone();
      await operations["users.disable"].perform(ada, { id });
      return [ada, { id }];
    },
    "users.remove": async () => [ada, { id: (await someone()).id }],
    "users.restore": async () => {
      const { operations } = await program();
      const { id } = await someone();
      await operations["users.remove"].perform(ada, { id });
      return [ada, { id }];
    },
    "users.erase": async () => {
      const { operations } = await program();
      const person = await someone();
      await operations["users.remove"].perform(ada, { id: person.id });
      await changed(person, { removedAt: new Date(Date.now() - 31 * 86_400_000) });
      return [steward, { id: person.id }];
    },
    "services.list": () => [ada, { q: "example" }],
    "services.view": async () => [ada, { id: (await something()).id }],
    "services.edit": async () => [ada, { id: (await something()).id, version: "0", name: word(), note: "" }],
    "services.set-renewal": async () => [ada, { id: (await something()).id, renewal: "on" }],
    "services.import": () => {
      const file = join(folder, `${engine}.csv`);
      writeFileSync(
        file,
        `account,reference,type,name,status,boughtOn,renewsOn,automaticRenewal\n${ada.principal.digitalId},dom-2,domain,own.example,active,2025-01-01,2027-01-01,\n`,
      );
      return [operator, { file, report: () => {}, onWait: () => {} }];
    },
    "activity.list": () => [ada, { q: "jane" }],
    "activity.view": () => [ada, { seq: "1" }],
    "activity.erase": async () => {
      const { accountId } = ada.principal;
      const { personId: id } = await (await program()).database.db.erasure.findFirstOrThrow({ where: { accountId } });
      return [steward, { id, accountId }];
    },
    "activity.verify": () => [operator, { account: ada.principal.digitalId }],
  };

  it(
    "stay separate: no operation in one changes the other or reveals anything about it",
    { timeout: 120_000 },
    async () => {
      const { operations, database } = await program();
      const before = { rows: await rowsOf(foreign.principal.accountId), limits: await limitsOf(foreign) };
      const people = await database.db.person.findMany({
        where: { accountId: foreign.principal.accountId },
        include: { sessions: true, links: true, mails: true, factors: true },
      });
      const services = await database.db.service.findMany({ where: { accountId: foreign.principal.accountId } });
      const ids = people.flatMap(({ id, sessions, links, mails, factors }) => [
        id,
        ...[...sessions, ...links, ...mails, ...factors].map((row) => row.id),
      ]);
      const theirs = [
        foreign.principal.digitalId,
        foreign.principal.handle,
        "foreignword",
        ...ids,
        ...services.map(({ id }) => id),
      ];
      const expectNoSecret = (what: string, text: string) =>
        expect([what, theirs.filter((secret) => text.includes(secret))]).toEqual([what, []]);

      for (const [permission, sample] of Object.entries(samples) as [Permission, (typeof samples)[Permission]][]) {
        if (hashing.includes(permission) && !long) continue;
        const [by, input] = await sample();
        const answer = await operations[permission].perform(by, input);
        expect([permission, answer]).toMatchObject([permission, { outcome: "done" }]);
        expectNoSecret(permission, inText(answer as object));
        // Ends the requirement that a sample has set in A.
        if (permission.startsWith("enrolment."))
          await database.writer.account.update({ where: { id: ada.principal.accountId }, data: { twoFactorFor: "" } });
        if (permission === "password.set" || permission === "email.set")
          ada = await coming({ id: ada.principal.personId, accountId: ada.principal.accountId }).then(freed);
      }
      const { completePending } = await import("@/lib/background/complete-pending");
      await completePending();
      await (await import("@/lib/background/sweep")).sweep();
      expect(await rowsOf(foreign.principal.accountId)).toEqual(before.rows);
      expect(await limitsOf(foreign)).toEqual(before.limits);
      expectNoSecret("what stands in A", inText([await rowsOf(ada.principal.accountId)]));

      // Requests by an address that both accounts have: each account gets its own answer only.
      const { personId: id, accountId } = foreign.principal;
      const asking: [Permission, Actor, object][] = [
        ["password.forget", stranger, { id: sharedEmail }],
        ["password.forget", stranger, { id: foreignHolder }],
        [
          "account.request",
          stranger,
          {
            ...names,
            email: (await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } })).email,
          },
        ],
        [
          "email.change",
          await coming({ id, accountId }),
          { email: (await database.db.person.findUniqueOrThrow({ where: { id: ada.principal.personId } })).email },
        ],
      ];
      const lines = () => database.db.activity.count({ where: { accountId: ada.principal.accountId } });
      const had = await lines();
      const from = requestFrom("198.51.100.77");
      for (const [permission, by, input] of asking) {
        expect([
          permission,
          await requests.run(from, () => operations[permission].perform({ ...by, source: from.ip } as Actor, input)),
        ]).toMatchObject([permission, { outcome: "done" }]);
      }
      await completePending();
      // Entries for Jane and the others with her address, for Martin, and two for the account holder.
      expect((await lines()) - had).toBeGreaterThan(3);
      expectNoSecret("what stands in A after that", inText([await rowsOf(ada.principal.accountId)]));
      expect(inText([await rowsOf(ada.principal.accountId)])).not.toContain(from.ip);
    },
  );

  /** The account holder, without the password change that became due when the operator set their password. */
  async function freed(member: Member): Promise<Member> {
    await changed(
      { id: member.principal.personId, accountId: member.principal.accountId },
      { changeDue: false, status: "enabled" },
    );
    const { refreshActor } = await import("@/lib/access/find-actor");
    return (await refreshActor((await program()).database.db, member)) as Member;
  }
});

const inText = (row: object) =>
  JSON.stringify(row, (_key, value: unknown) => (typeof value === "bigint" ? String(value) : value));
