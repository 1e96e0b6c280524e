// What the table says of an operation that somebody sends, and whether that, and nothing else, happened.
import { expect, rowsOf, test, type Rows } from "@/e2e/fixtures";
import { kinds, samples, sendSample, sendToAddress, type Kind, type Outcome, type Sample, type Stage } from "@/e2e/samples";
import { policy, reaches, type Debt, type Permission, type Standing } from "@/lib/policy";
import { addCast, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** A test of this operation, sent by everybody through its real doors: its action or request, and where else it can be asked. */
export function judgeOperation(permission: Permission) {
  const { address, fields, action, page, send }: Sample = samples[permission];
  if (action || page || send) {
    test(`${permission}: what the table says happens, and nothing else`, async ({ installation, wire }) => {
      test.setTimeout(60_000);
      // People of its own, each of whom sends once: what one changed is in nobody's way.
      const cast = await addCast(installation.database);
      const stage = { place: installation, cast, wire };
      let happened = 0;
      // Those who may come first, so that a refusal is never that of a sample which could not succeed.
      for (const kind of (Object.keys(kinds) as Kind[]).toSorted((a, b) => rank(a, permission) - rank(b, permission))) {
        happened += Number(await sends(stage, permission, kind));
        if (happened === 0) throw new Error(`The sample of ${permission} succeeds for nobody.`);
      }
    });
  }
  if (!address) return;
  test(`${permission} at ${address}: what the table says happens, and nothing else`, async ({ installation, wire }) => {
    test.setTimeout(60_000);
    const cast = await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    for (const kind of Object.keys(kinds) as Kind[]) {
      const before = await stateFor(stage, kind, fields);
      const outcome = await sendToAddress(address, { ...stage, ...before });
      const expected = expectedOf(kind, permission);
      expect(outcome, `${permission} by someone ${kind}`).toBe(expected);
      await judge(stage, permission, kind, before.rows, expected === "done");
    }
  });
}

/** Sends the sample as this kind of person and holds what happened against the table. Whether it did. */
async function sends(stage: Stage, permission: Permission, kind: Kind): Promise<boolean> {
  const sample = samples[permission];
  const { rows, session, fields } = await stateFor(stage, kind, sample.fields);
  const outcome = await sendSample(sample, { ...stage, session, fields });
  const expected = expectedOf(kind, permission);
  if (outcome !== "anything") expect(outcome, `${permission} by someone ${kind}`).toBe(expected);
  await judge(stage, permission, kind, rows, expected === "done");
  return expected === "done";
}

/** The person with a new session, and what stands in both accounts before they send. */
export async function stateFor(stage: Stage, kind: Kind, make: Sample["fields"]) {
  const { place, cast } = stage;
  const { who, factorDue }: { who: keyof Cast | null; factorDue?: boolean } = kinds[kind];
  const session = who ? await startSession(place, cast[who] as CastPerson, { factorDue }) : null;
  const fields = (await make?.(stage, kind, session)) ?? {};
  return { fields, session, rows: await rowsOf(place.database, cast.account.id, cast.other.id) };
}

/** A change that happened left exactly one line of its own; all else left everything as it was. */
export async function judge({ place, cast }: Stage, permission: Permission, kind: Kind, before: Rows, happened: boolean) {
  const after = await rowsOf(place.database, cast.account.id, cast.other.id);
  const label = `${permission} by someone ${kind}`;
  if (!happened || ["read", "request"].includes(policy[permission].kind)) return expect(after, `${label} changes nothing`).toEqual(before);
  if (permission === "account.create" || permission === "account.confirm") {
    expect(after.others, label).toBe(before.others + 1);
    const { id } = await place.database.db.account.findFirstOrThrow({ orderBy: { id: "desc" } });
    const lines = await place.database.db.activity.findMany({ where: { accountId: id } });
    expect(lines.map((line) => line.permission)).toEqual([permission]);
    // The browser has another session from now on: the one it had is over.
    const { who }: { who: keyof Cast | null } = kinds[kind];
    const sender = who && (cast[who] as CastPerson).id;
    const others = (rows: Rows) => ({ ...rows, others: 0, sessions: rows.sessions.filter(({ personId }) => personId !== sender) });
    return expect(others(after), `${label} changes no other account`).toEqual(others(before));
  }
  const known = new Set(before.activity.map((line) => line.hash));
  const told = after.activity.filter((line) => !known.has(line.hash));
  // What anyone may do is done to the person whom the sample names.
  const acting = kinds[kind].who === "eve" && policy[permission].level !== "anyone" ? cast.other.id : cast.account.id;
  expect(told.map((line) => [line.permission, line.accountId]), `${label} leaves its line`).toEqual([[permission, acting]]);
  const rest = (rows: Rows) => rows.people.filter((person) => person.accountId !== acting);
  expect(rest(after), `${label} changes no other account`).toEqual(rest(before));
}

/** What the table says of this kind of person. */
export function expectedOf(kind: Kind, permission: Permission): Outcome {
  const row: { level: string; kind: string; whileOwing?: readonly Debt[] } = policy[permission];
  const { targeted, otherwise } = samples[permission];
  if (row.level !== "anyone") {
    if (["signed out", "disabled", "removed"].includes(kind)) return "signed_out";
    if (kind === "with a second factor owed" && !row.whileOwing?.includes("second-factor")) return "forbidden";
    if (kind === "with a password change due" && !row.whileOwing?.includes("password")) return "forbidden";
    if (!reaches(standingOf(kind), permission)) return "forbidden";
    if (targeted && kind === "administrator of another account") return "not_found";
  }
  return otherwise?.(kind) ?? "done";
}

function standingOf(kind: Kind): Standing {
  if (kind === "administrator of another account") return "administrator";
  return kind === "holder" || kind === "administrator" || kind === "none" ? kind : "user";
}

const rank = (kind: Kind, permission: Permission) => (expectedOf(kind, permission) === "done" ? 0 : 1);

