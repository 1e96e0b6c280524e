// The program's own operations and stores, on a real database of each engine.
import { randomBytes } from "node:crypto";
import { afterAll, describe, vi } from "vitest";
import { isMember, type Actor, type Member, type Stranger } from "@/lib/access/actor";
import type { Line } from "@/lib/access/audit";
import type { Authorized, Autocommit, InTransaction, Locked } from "@/lib/access/authorize";
import type { Db, OpenDatabase } from "@/lib/database/db";
import type { Permission, Privilege } from "@/lib/policy";
import type { RequestUnderWay } from "@/lib/runtime/requests.mjs";
import { newDatabaseUrl } from "@/lib/testing/databases";

export type Program = Awaited<ReturnType<typeof startProgram>>;

/**
 * Runs `body` as a `describe` for each engine, or for the given ones. `program()` gives the same program at each call: its modules, freshly
 * loaded on an empty database, as in a new process. It is closed after the last test. `through` can replace the URL of that database.
 */
export function onEachProgram(
  name: string,
  body: (program: () => Promise<Program>, engine: Engine) => void,
  engines: readonly Engine[] = ["sqlite", "postgresql"],
  through = async (url: string) => url,
) {
  describe.each(engines)(`${name} (%s)`, (engine) => {
    let started: Promise<Program> | undefined;
    const program = () =>
      (started ??= newDatabaseUrl(engine)
        .then(through)
        .then((url) => startProgram(engine, url)));
    afterAll(async () => {
      await (await started)?.database.closeDatabase();
      vi.unstubAllEnvs();
    });
    body(program, engine);
  });
}

type Engine = "sqlite" | "postgresql";

async function startProgram(engine: Engine, url: string) {
  vi.resetModules();
  // A process keeps its connections here. This program must open its own.
  Reflect.deleteProperty(globalThis, Symbol.for("steward.database"));
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("STEWARD_SECRET", randomBytes(32).toString("hex"));
  vi.stubEnv("STEWARD_SIGN_UPS_PER_NETWORK", "1000");
  vi.stubEnv("STEWARD_CHANGES_PER_PERSON", "100000");
  const database = await import("@/lib/database/db");
  const { operations } = await import("@/lib/domain/register");
  const handles = await handlesOn(database);
  const { inAccount, inNone } = handles;
  const { appendLines } = await import("@/lib/access/audit");
  const { refreshActor } = await import("@/lib/access/find-actor");
  const { insertAccount } = await import("@/lib/domain/accounts/store");
  const { insertUser } = await import("@/lib/domain/users/store");
  const { markEmailConfirmed } = await import("@/lib/domain/people/store");
  const { emailKey } = await import("@/lib/isomorphic/email.mjs");
  const { hashOf, newId, newToken } = await import("@/lib/security/tokens");

  /** The person of this session, as a request of theirs finds them. */
  async function actorOf(token: string): Promise<Member> {
    // Nothing else of them is read.
    const asked = {
      principal: { kind: "person" },
      credential: { kind: "session", tokenHash: hashOf(token) },
      source,
      browser,
    } as Member;
    const actor = await refreshActor(database.db, asked);
    if (!isMember(actor)) throw new Error("No person can log in with this session.");
    return actor;
  }

  /** Logs a person in by creating a session row. */
  async function signIn(person: { id: string; accountId: number }, now = new Date()): Promise<Member> {
    const token = newToken();
    await database.writer.session.create({
      data: {
        id: newId(),
        tokenHash: hashOf(token),
        accountId: person.accountId,
        personId: person.id,
        createdAt: now,
        lastSeenAt: now,
        expiresAt: new Date(now.getTime() + 3_600_000),
        provedAt: now,
        ip: source,
        userAgent: "",
      },
    });
    return actorOf(token);
  }

  /** Creates an account as signing up by mail does, but without the hash of a password. Returns its holder, logged in. */
  async function signUp(email = `${randomBytes(6).toString("hex")}@example.com`): Promise<Member> {
    const person = {
      firstName: "Ada",
      lastName: "Holder",
      organisation: "",
      email,
      passwordHash: "",
      changeDue: false,
    };
    const holder = await inNone(stranger, "account.create", async (auth) => {
      const { inside, holderId } = await insertAccount(auth, person);
      await appendLines(inside, [{ by: { id: holderId, name: "Ada Holder" }, changes: [] }]);
      // Their address is proved, as if they had used a link that was sent to it.
      await markEmailConfirmed(inside, { id: holderId, emailKey: emailKey(email) });
      return { id: holderId, accountId: inside.accountId };
    });
    return signIn(holder);
  }

  /** Adds a user to this holder's account, without the hash of a password and without the line. `proved`: their address is proved. */
  async function addUser(
    holder: Member,
    login: string,
    { email = `${login}@example.com`, privilege = "none" as Privilege, proved = false } = {},
  ) {
    const user = { login, email, privilege, description: "", passwordHash: "", changeDue: false };
    return inAccount(holder, "users.add", async (auth) => {
      const { id, accountId } = await insertUser(auth, user);
      if (proved) await markEmailConfirmed(auth, { id, emailKey: emailKey(email) });
      return { id, accountId };
    });
  }

  if (database.engine !== engine) throw new Error("The program did not start on this engine.");
  return { url, database, operations, ...handles, actorOf, signIn, signUp, addUser };
}

/** Handles of every kind, so that a test of a store needs nothing else of lib/access. */
async function handlesOn(database: Pick<OpenDatabase, "db" | "transaction">) {
  const access = await import("@/lib/access/authorize");
  const { lockAccount } = await import("@/lib/access/lock");
  const { appendLines } = await import("@/lib/access/audit");

  /** A handle for reading, as a read gets it. `through` is another client. */
  const reading = <P extends Permission>(
    actor: Actor,
    permission: P,
    now?: Date,
    through = database.db,
  ): Authorized<P> => access.authorize(actor, permission, through, now);

  /** A handle outside of transactions, as `prepare`, a deferred operation and a job get it. `through` is a client that reads and writes. */
  const autocommitAuth = <P extends Permission>(
    actor: Actor,
    permission: P,
    now?: Date,
    through?: Db,
  ): Autocommit<P> => {
    const auth = access.authorizeAutocommit(actor, permission, database.db, now);
    return through ? Object.assign(auth, { db: through, writer: through }) : auth;
  };

  /** Runs in one transaction without an account, as a creation does. */
  const inNone = <P extends Permission, T>(
    actor: Actor,
    permission: P,
    run: (auth: InTransaction<P>) => Promise<T>,
    now?: Date,
  ): Promise<T> => database.transaction((tx) => run(access.authorizeInTransaction(actor, permission, tx, now)));

  /** Runs in one transaction that holds an account, as a change does: by default the actor's. Writes only the given `lines`. */
  function inAccount<P extends Permission, T>(
    actor: Actor,
    permission: P,
    run: (auth: Locked<P>) => Promise<T>,
    { accountId, now, lines = [] }: Held = {},
  ): Promise<T> {
    const id = accountId ?? (actor.principal.kind === "person" ? actor.principal.accountId : undefined);
    if (id === undefined) throw new Error("Name the account: this actor has none.");
    return database.transaction(async (tx) => {
      const auth = await lockedIn(tx, actor, permission, id, now);
      const value = await run(auth);
      await appendLines(auth, lines);
      return value;
    });
  }

  /** The same in an existing transaction. */
  const lockedIn = async <P extends Permission>(
    tx: Db,
    actor: Actor,
    permission: P,
    accountId: number,
    now?: Date,
  ): Promise<Locked<P>> => access.authorizeLocked(actor, permission, tx, await lockAccount(tx, accountId), now);

  const { authorize, authorizeAutocommit } = access;
  return { authorize, authorizeAutocommit, reading, autocommitAuth, inNone, inAccount, lockedIn };
}

/** The account that a transaction holds if it is not the actor's, and the lines that it writes there. */
type Held = { accountId?: number; now?: Date; lines?: readonly Line[] };

export const goodPassword = "correct zebra lamp seven orchard";

const source = "192.0.2.7";
const browser = { token: "", known: "", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

export const stranger: Stranger = { principal: { kind: "stranger" }, credential: null, source, browser };
export { operator, program } from "@/lib/access/actor";

/** A request from this IP address, by a browser that asks for French. */
export const requestFrom = (from: string): RequestUnderWay => ({
  id: "1",
  path: "/",
  ip: from,
  network: from,
  language: "fr",
  nonce: "",
  setStatus: () => {},
  setPage: () => {},
  setHeader: () => {},
});
