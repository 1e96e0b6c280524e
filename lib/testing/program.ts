// The program's own operations and stores, on a real database of each engine.
import { randomBytes } from "node:crypto";
import { afterAll, describe, vi } from "vitest";
import type { Member, Operator, Stranger } from "@/lib/access/actor";
import type { Privilege } from "@/lib/policy";
import type { RequestUnderWay } from "@/lib/runtime/requests.mjs";
import { newDatabaseUrl } from "@/lib/testing/databases";

export type Program = Awaited<ReturnType<typeof startProgram>>;

/**
 * Runs `body` as a `describe` for each engine, or for those that are given. `program()` gives the same program at each call: its modules, loaded
 * anew on an empty database, as a process that starts there loads them. It is closed after the last test. `through` gives another address
 * of that database.
 */
export function onEachProgram(
  name: string,
  body: (program: () => Promise<Program>, engine: Engine) => void,
  engines: readonly Engine[] = ["sqlite", "postgresql"],
  through = async (url: string) => url,
) {
  describe.each(engines)(`${name} (%s)`, (engine) => {
    let started: Promise<Program> | undefined;
    const program = () => (started ??= newDatabaseUrl(engine).then(through).then((url) => startProgram(engine, url)));
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
  // A process keeps its connections here; this one is to open others.
  Reflect.deleteProperty(globalThis, Symbol.for("steward.database"));
  vi.stubEnv("DATABASE_URL", url);
  vi.stubEnv("STEWARD_SECRET", randomBytes(32).toString("hex"));
  vi.stubEnv("STEWARD_SIGN_UPS_PER_NETWORK", "1000");
  vi.stubEnv("STEWARD_CHANGES_PER_PERSON", "100000");
  const database = await import("@/lib/database/db");
  const { operations } = await import("@/lib/domain/register");
  const { authorize } = await import("@/lib/access/authorize");
  const { insertAccount } = await import("@/lib/domain/accounts/store");
  const { insertUser } = await import("@/lib/domain/users/store");
  const { proveAddress } = await import("@/lib/domain/people/store");
  const { emailKey } = await import("@/lib/isomorphic/email-address.mjs");
  const { appendLine, lockAccount } = await import("@/lib/access/audit");
  const { sameActor } = await import("@/lib/access/actor");
  const { hashOf, newId, newToken } = await import("@/lib/security/tokens");

  /** The person of this session, as a request of theirs finds them. */
  async function actorOf(token: string): Promise<Member> {
    const actor = await sameActor(database.db, { kind: "member", tokenHash: hashOf(token), address, browser } as Member);
    if (actor.kind !== "member") throw new Error("This session lets nobody in.");
    return actor;
  }

  /** Signs a person in by a session row of theirs. */
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
        address,
        userAgent: "",
      },
    });
    return actorOf(token);
  }

  /** A new account, as signing up by mail makes it but for the hash of a password. Gives its holder, signed in. */
  async function signUp(email = `${randomBytes(6).toString("hex")}@example.com`): Promise<Member> {
    const person = { firstName: "Ada", lastName: "Holder", organisation: "", email, passwordHash: "", changeDue: false };
    const holder = await database.transaction(async (tx) => {
      const auth = authorize(stranger, "account.create", tx);
      const { id: accountId, holderId } = await insertAccount(auth, person);
      const line = { by: { id: holderId, name: "Ada Holder" }, changes: [], at: auth.now, permission: "account.create" as const };
      await appendLine(tx, await lockAccount(tx, accountId), line, stranger);
      // Their address is theirs, as if they had used a link that went there.
      await proveAddress(tx, { id: holderId, emailKey: emailKey(email) });
      return { id: holderId, accountId };
    });
    return signIn(holder);
  }

  /** A new user of this holder's account, as adding one makes them but for the hash of a password and the line; `proved`: their address is theirs. */
  async function addUser(holder: Member, login: string, { email = `${login}@example.com`, privilege = "none" as Privilege, proved = false } = {}) {
    const user = { login, email, privilege, description: "", passwordHash: "", changeDue: false };
    const { id, accountId } = await database.transaction((tx) => insertUser(authorize(holder, "users.add", tx), user));
    if (proved) await proveAddress(database.writer, { id, emailKey: emailKey(email) });
    return { id, accountId };
  }

  if (database.engine !== engine) throw new Error("The program did not start anew on this engine.");
  return { url, database, operations, authorize, actorOf, signIn, signUp, addUser };
}

export const goodPassword = "correct zebra lamp seven orchard";

const address = "192.0.2.7";
const browser = { token: "", known: "", userAgent: "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0" };

export const stranger: Stranger = { kind: "stranger", address, browser };
export const operator: Operator = { kind: "operator", address: "shell" };

/** A request from this address, by a browser that asks for French. */
export const requestFrom = (from: string): RequestUnderWay => ({
  id: "1",
  path: "/",
  address: from,
  network: from,
  language: "fr",
  nonce: "",
  setStatus: () => {},
  setPage: () => {},
  setHeader: () => {},
});
