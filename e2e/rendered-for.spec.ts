// A form acts only for the user whom it was rendered for, not for one who has logged in since in the same browser.
import { giveApp } from "@/e2e/factors";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { expectedOf, senderFor } from "@/e2e/judge";
import { rounds } from "@/e2e/rounds";
import { kinds, samples, word, type Kind, type Sample, type Stage } from "@/e2e/samples";
import { operations } from "@/lib/domain/register";
import { paths, servicePath } from "@/lib/isomorphic/paths";
import { renderedFor } from "@/lib/isomorphic/rendered-for";
import { policy, type PendingStep, type Permission } from "@/lib/policy";
import { addCast, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";
import { cookieAfter, actionResult, type Fields } from "@/lib/testing/wire";

const permissions = Object.keys(operations) as Permission[];

/** Operations of a logged-in user on themselves or their account. Logging out is not one: it applies to the user who is logged in now. */
const ownActs = permissions.filter(
  (permission) => !["anyone", "operator", "program"].includes(policy[permission].level) && permission !== "session.end",
);

test("The tests below send every operation except those that only read by a page's path", () => {
  const looks = ownActs.filter((permission) => !samples[permission].action && !samples[permission].path);
  expect(looks.length).toBeGreaterThan(5);
  for (const permission of looks) expect([permission, policy[permission].kind]).toEqual([permission, "read"]);
});

for (const permission of ownActs) {
  const sample: Sample = samples[permission];
  if (!sample.action && !sample.path) continue;
  test(`${permission}: a form that was rendered for another user is refused and changes nothing`, async ({
    installation,
    wire,
  }) => {
    const { database } = installation;
    const cast = await addCast(database);
    const stage = { place: installation, cast, wire };
    const seenWith = await seerOf(permission, stage);
    const senders: Sender[] = [];
    for (const kind of sendersOf(permission)) {
      const { fields, session } = await senderFor(stage, kind, sample.fields);
      senders.push({ person: cast[kinds[kind].who!] as CastPerson, cookie: session!.cookie, fields });
    }
    const state = () =>
      Promise.all([
        rowsOf(database, cast.account.id, cast.other.id),
        database.db.limit.findMany({ orderBy: { key: "asc" } }),
      ]);
    const before = await state();
    await Promise.all(
      senders.flatMap((sender) => [
        refusedToScript(stage, sample, sender),
        refusedToForm(stage, sample, sender, seenWith),
      ]),
    );
    expect(await state()).toEqual(before);
  });
}

type Sender = { person: CastPerson; cookie: string; fields: Fields };

/** From a page's script: the answer is the sentence, with its status. */
async function refusedToScript(
  { cast, wire }: Stage,
  { action, path }: Sample,
  { person: sender, cookie, fields }: Sender,
) {
  const answers = [...othersThan(sender, cast), null, `${sender.id},${sender.id}`].flatMap((person) => [
    ...(action
      ? [
          wire
            .act(action, fields, { cookie, person })
            .then((answer) => ({ status: answer.status, ...actionResult(answer) })),
        ]
      : []),
    ...(path
      ? [
          wire
            .ask(path, fields, { cookie, person })
            .then(({ status, text }) => ({ status, ...(JSON.parse(text) as object) })),
        ]
      : []),
  ]);
  const refused = {
    status: 409,
    outcome: "conflict",
    sentence: { key: "outcomes.somebody_else", params: { id: sender.signInId } },
    remedy: "reload",
  };
  for (const answer of await Promise.all(answers)) expect(answer, sender.name).toEqual(refused);
}

/** Without JavaScript: the answer is a page with the sentence and a link, even if the sender may not open the form's page. */
async function refusedToForm(
  stage: Stage,
  { action, formAt }: Sample,
  { person: sender, cookie, fields }: Sender,
  seenWith: string,
) {
  if (!action || !formAt) return;
  const at = typeof formAt === "string" ? formAt : formAt(stage);
  const answers = [othersThan(sender, stage.cast)[0], null].map((person) =>
    stage.wire.post(action, at, fields, { cookie, person, seenWith }),
  );
  const sentence = `In this browser you are now logged in as ${sender.signInId}. Nothing was changed.`;
  for (const { status, headers, text } of await Promise.all(answers)) {
    expect([status, headers.location], sender.name).toEqual([409, undefined]);
    expect(text).toContain(sentence);
    expect(text).toContain('<a href="">Load the page again</a>');
    // The typed values, and the page, may belong to another customer.
    for (const typed of Object.values(fields))
      if (typed.length > 3 && !sentence.includes(typed)) expect(text).not.toContain(typed);
  }
}

test("Every form of every page names the user whom it was rendered for, except the one that logs out", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.xavier);
  const pages = [
    paths.home,
    paths.account,
    paths.security,
    paths.confirm,
    paths.users,
    paths.addUser,
    paths.activity,
    paths.emails,
    paths.services,
    servicePath(cast.services[0]!.id),
    paths.logIn,
    paths.signUp,
    paths.forgotten,
  ];
  let met = 0;
  for (const path of pages) {
    const { text, status } = await wire.send({ path, cookie });
    expect([path, status]).toEqual([path, 200]);
    for (const form of formsThatPost(text)) {
      if (form.includes(`action="${paths.logOut}"`)) continue;
      expect(form, path).toContain(`name="${renderedFor}" value="${cast.xavier.id}"`);
      met += 1;
    }
  }
  expect(met).toBeGreaterThan(20);
  const { text } = await wire.send({ path: paths.logIn });
  for (const form of formsThatPost(text)) expect(form).not.toContain(renderedFor);
});

test("A form from an ended session is accepted from the same user's next session", async ({
  installation,
  cast,
  wire,
}) => {
  const first = await startSession(installation, cast.jane);
  const page = await wire.send({ path: paths.account, cookie: first.cookie });
  expect((await wire.send({ method: "POST", path: paths.logOut, cookie: first.cookie })).status).toBe(303);
  const displayName = word();
  const form = formsThatPost(page.text).find((each) => each.includes('name="displayName"'))!;
  const hidden = [
    ...form.matchAll(/<input type="hidden"(?: autoComplete="off")? name="([^"]*)"(?: value="([^"]*)")?\/>/g),
  ];
  const sent = hidden.map(([, name, value = ""]): [string, string] => [name!, value.replaceAll("&quot;", '"')]);
  expect(sent).toContainEqual([renderedFor, cast.jane.id]);
  const { cookie } = await startSession(installation, cast.jane);
  const profile: [string, string][] = [
    ["displayName", displayName],
    ["language", ""],
    ["timeZone", ""],
    ["theme", "system"],
  ];
  const answer = await wire.send({ path: paths.account, cookie, form: [...sent, ...profile] });
  expect(answer.status).toBe(303);
  expect((await installation.database.db.person.findUniqueOrThrow({ where: { id: cast.jane.id } })).displayName).toBe(
    displayName,
  );
});

test("A user can log out, and log in as another user, from a page rendered for another user", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.eve);
  const typed = { id: cast.jane.signInId, password: castPassword };
  for (const person of [cast.xavier.id, null]) {
    const entered = await wire.act("logInAction", { ...typed, next: "" }, { cookie, person });
    expect(actionResult(entered).outcome).toBe("done");
    const again = await wire.ask(paths.logInAgain, typed, { cookie: cookieAfter(entered)!, person });
    expect(JSON.parse(again.text)).toMatchObject({ outcome: "done", value: { personId: cast.jane.id } });
    const out = await wire.send({
      path: paths.logOut,
      cookie: cookieAfter(again)!,
      form: person ? [[renderedFor, person]] : [],
    });
    expect([out.status, out.headers.location]).toEqual([303, `${paths.logIn}?out=1`]);
  }
});

/** The senders: a user of the account who may, an Administrator of another account, and in the long form a user who may do nothing yet. */
function sendersOf(permission: Permission): Kind[] {
  const may = (Object.keys(kinds) as Kind[]).find((kind) => expectedOf(kind, permission) === "done")!;
  return [...new Set<Kind>([may, "administrator of another account", "with a password change due"])].slice(
    0,
    rounds(2, 3),
  );
}

/** A user of the sender's own account, and one of another account. */
const othersThan = (sender: CastPerson, cast: Cast): string[] =>
  (sender === cast.eve ? [cast.yvonne, cast.xavier] : [sender === cast.rootB ? cast.jane : cast.rootB, cast.eve]).map(
    ({ id }) => id,
  );

/** The cookie of a user who sees the form. */
async function seerOf(permission: Permission, { place, cast }: Stage): Promise<string> {
  const owing = policy[permission] as { allowedDuring?: readonly PendingStep[] };
  if (!owing.allowedDuring?.includes("second-factor")) return (await startSession(place, cast.xavier)).cookie;
  await giveApp(place, cast.jane);
  return (await startSession(place, cast.jane, { factorDue: true })).cookie;
}

/** The forms of a page that post, to an action or a path. */
const formsThatPost = (text: string) =>
  text
    .split("<form")
    .slice(1)
    .map((part) => part.split("</form>", 1)[0]!)
    .filter((form) => /\$ACTION_|method="post"/i.test(form));
