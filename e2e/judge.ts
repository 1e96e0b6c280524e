// The policy's expectation for an operation that a kind of user sends, and whether exactly that happened.
import { expect, rowsOf, test, type Rows } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import {
  kinds,
  samples,
  sendSample,
  sendToPath,
  type Kind,
  type Outcome,
  type Sample,
  type Sender,
  type Stage,
} from "@/e2e/samples";
import { policy, reaches, type PendingStep, type Permission, type Standing } from "@/lib/policy";
import { addCast, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** Tests this operation as every kind of user through its real entry points: its action or request, and its other paths. */
export function judgeOperation(permission: Permission) {
  const sample: Sample = samples[permission];
  const { path, action, page, send } = sample;
  if (action || page || send) judgeAt(permission, permission, (sender) => sendSample(sample, sender));
  if (path) judgeAt(`${permission} at ${path}`, permission, (sender) => sendToPath(path, sender));
}

function judgeAt(door: string, permission: Permission, ask: (sender: Sender) => Promise<Outcome>) {
  test(`${door}: exactly what the policy says happens`, async ({ installation, wire, cast: shared }) => {
    test.setTimeout(60_000);
    // Reads change nothing, so they share a cast. A change has its own. Each person sends once, so no change affects another sender.
    const cast = policy[permission].kind === "read" ? shared : await addCast(installation.database);
    const stage = { place: installation, cast, wire };
    const { fields }: Sample = samples[permission];
    // Users who may come first, so that a refusal never comes from a sample that cannot succeed.
    const senders = policy[permission].level === "anyone" ? sendersToAnyone : (Object.keys(kinds) as Kind[]);
    const everybody = senders.toSorted((a, b) => rank(a, permission) - rank(b, permission));
    if (expectedOf(everybody[0]!, permission) !== "done")
      throw new Error(`The sample of ${permission} succeeds for nobody.`);
    const asked = async (kind: Kind, sender: Sender) => {
      const outcome = await ask(sender);
      if (outcome !== "anything")
        expect(outcome, `${permission} by someone ${kind}`).toBe(expectedOf(kind, permission));
    };
    const changes = (kind: Kind) => policy[permission].kind === "change" && expectedOf(kind, permission) === "done";
    const changing = everybody.filter(changes);
    // In the short form, of those whose change happens the first and the last. Everyone who is refused is in both.
    const some = changing.filter((_, at) => rounds(at === 0 || at === changing.length - 1, true));
    for (const kind of some) {
      const { rows, ...sender } = await stateFor(stage, kind, fields);
      await asked(kind, { ...stage, ...sender });
      await judge(stage, permission, kind, rows, true);
    }
    // Refused requests and reads change nothing. This is checked once for all of them.
    const others: [Kind, Sender][] = [];
    for (const kind of everybody)
      if (!changes(kind)) others.push([kind, { ...stage, ...(await senderFor(stage, kind, fields)) }]);
    const before = await rowsOfBoth(stage);
    for (const [kind, sender] of others) await asked(kind, sender);
    expect(
      await rowsOfBoth(stage),
      `${permission} by someone ${others.map(([kind]) => kind).join(", or ")} changes nothing`,
    ).toEqual(before);
  });
}

/** Who sends what anyone may do. In the short form, not everyone whom nothing refuses. */
const sendersToAnyone: readonly Kind[] = rounds(
  ["holder", "with a second factor owed", "disabled", "signed out"],
  Object.keys(kinds) as Kind[],
);

/** The user with a new session, what they send, and the rows of both accounts before that. */
export async function stateFor(stage: Stage, kind: Kind, make: Sample["fields"]) {
  return { ...(await senderFor(stage, kind, make)), rows: await rowsOfBoth(stage) };
}

/** The user with a new session, and what they send. */
export async function senderFor(stage: Stage, kind: Kind, make: Sample["fields"]) {
  const { who, factorDue }: { who: keyof Cast | null; factorDue?: boolean } = kinds[kind];
  const session = who ? await startSession(stage.place, stage.cast[who] as CastPerson, { factorDue }) : null;
  return { session, fields: (await make?.(stage, kind, session)) ?? {} };
}

const rowsOfBoth = ({ place, cast }: Stage) => rowsOf(place.database, cast.account.id, cast.other.id);

/** A change that happened left exactly one entry of its own. All else left everything unchanged. */
export async function judge(stage: Stage, permission: Permission, kind: Kind, before: Rows, happened: boolean) {
  const { place, cast } = stage;
  const after = await rowsOfBoth(stage);
  const label = `${permission} by someone ${kind}`;
  if (!happened || ["read", "deferred"].includes(policy[permission].kind))
    return expect(after, `${label} changes nothing`).toEqual(before);
  if (permission === "account.create" || permission === "account.confirm") {
    expect(after.others, label).toBe(before.others + 1);
    const { id } = await place.database.db.account.findFirstOrThrow({ orderBy: { id: "desc" } });
    const lines = await place.database.db.activity.findMany({ where: { accountId: id } });
    expect(lines.map((line) => line.permission)).toEqual([permission]);
    // The browser has a new session now, and its old one has ended.
    const { who }: { who: keyof Cast | null } = kinds[kind];
    const sender = who && (cast[who] as CastPerson).id;
    const others = (rows: Rows) => ({
      ...rows,
      others: 0,
      sessions: rows.sessions.filter(({ personId }) => personId !== sender),
    });
    return expect(others(after), `${label} changes no other account`).toEqual(others(before));
  }
  const known = new Set(before.activity.map((line) => line.hash));
  // Background work that follows, such as notices, appends its own entries sooner or later.
  const written = after.activity.filter(
    (line) => !known.has(line.hash) && policy[line.permission as Permission].kind !== "job",
  );
  // What anyone may do affects the user whom the sample names.
  const acting = kinds[kind].who === "eve" && policy[permission].level !== "anyone" ? cast.other.id : cast.account.id;
  expect(
    written.map((line) => [line.permission, line.accountId]),
    `${label} leaves its line`,
  ).toEqual([[permission, acting]]);
  const rest = (rows: Rows) => rows.people.filter((person) => person.accountId !== acting);
  expect(rest(after), `${label} changes no other account`).toEqual(rest(before));
}

/** The outcome that the policy gives this kind of user. */
export function expectedOf(kind: Kind, permission: Permission): Outcome {
  const row: { level: string; kind: string; allowedDuring?: readonly PendingStep[] } = policy[permission];
  const { targeted, otherwise } = samples[permission];
  if (row.level !== "anyone") {
    if (["signed out", "disabled", "removed"].includes(kind)) return "signed_out";
    if (kind === "with a second factor owed" && !row.allowedDuring?.includes("second-factor")) return "forbidden";
    if (kind === "with a password change due" && !row.allowedDuring?.includes("password")) return "forbidden";
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
