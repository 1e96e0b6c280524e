// Required two-factor authentication: the preview, the day, what is open before and after, and how to set it up.
import { giveApp } from "@/e2e/factors";
import { expect, expectTrue, test, soon } from "@/e2e/fixtures";
import { giveLink } from "@/e2e/links";
import { linkOf, startMailing, type Mailing } from "@/e2e/mailing";
import { awake, choose, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, addExtra, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession, type Session } from "@/lib/testing/sessions";
import { codeOf } from "@/lib/testing/totp";
import { actionResult, actionsOfBuild } from "@/lib/testing/wire";
import type { Page } from "@playwright/test";

let mailing: Mailing;
let cast: Cast;

test.beforeAll(async ({ installation }) => {
  mailing = await startMailing(installation);
  cast = await addCast(mailing.place.database);
});

test.afterAll(async () => {
  await expectTrue(mailing.place.database, cast.account.id);
  await mailing.stop();
});

const act = async (action: string, fields: Record<string, string>, { cookie }: Pick<Session, "cookie">) =>
  actionResult(await mailing.wire.act(action, fields, { cookie }));
const sessionOf = (person: CastPerson) => startSession(mailing.place, person);

/** Delivers one email, because the requirement is refused before. It goes to a user whom no test checks. */
async function deliverOne() {
  const { wire, place } = mailing;
  await wire.act("requestPasswordResetAction", { id: cast.rootB.signInId });
  await expect.poll(() => place.database.db.mail.count({ where: { state: "sent" } }), soon).toBeGreaterThan(0);
}

const requirement = () =>
  mailing.place.database.db.account.findUniqueOrThrow({
    where: { id: cast.account.id },
    select: { twoFactorFor: true, twoFactorFrom: true, twoFactorTold: true },
  });

/** Sets the requirement from a moment on, without notices. */
const requireOf = (twoFactorFor: string, from = new Date(Date.now() - 1000)) =>
  mailing.place.database.writer.account.update({
    where: { id: cast.account.id },
    data: { twoFactorFor, twoFactorFrom: from, twoFactorTold: null },
  });

async function openAs(page: Page, person: CastPerson, path: string) {
  const { token } = await sessionOf(person);
  await page.context().clearCookies();
  await page
    .context()
    .addCookies([
      { name: "steward-session", value: token, url: mailing.server.origin, httpOnly: true, sameSite: "Lax" },
    ]);
  await page.goto(`${mailing.server.origin}${path}`);
  await awake(page);
}

test("Two-factor cannot be required before the mail server delivered an email; then the account holder sees who has it, requires it, and everyone is told", async ({
  page,
}) => {
  const { place, mailsTo } = mailing;
  const { cookie } = await sessionOf(cast.xavier);
  expect((await act("requireTwoFactorAction", { for: "everyone", days: "7" }, { cookie })).sentence?.key).toBe(
    "errors.require_mail",
  );
  await deliverOne();

  await giveApp(place, cast.jane);
  await openAs(page, cast.xavier, paths.security);
  await page.getByRole("button", { name: "Require two-factor", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Require two-factor", exact: true });
  await dialog.getByRole("radio", { name: "Everyone", exact: true }).check();
  await expect(dialog.getByText("1 person has it")).toBeVisible();
  await expect(dialog.getByText(/people do not have it: the account holder, .*martin/)).toBeVisible();
  await dialog.getByLabel("Days until it applies", { exact: true }).fill("31");
  await dialog.getByRole("button", { name: "Require it", exact: true }).click();
  await expect(dialog.getByText("Choose a number of days from 0 to 30.")).toBeVisible();
  await dialog.getByLabel("Days until it applies", { exact: true }).fill("0");
  await expect(dialog.getByText(/must set it up at their next click/)).toBeVisible();
  await dialog.getByLabel("Days until it applies", { exact: true }).fill("7");
  await dialog.getByRole("button", { name: "Require it", exact: true }).click();
  await expect(page.getByRole("status").getByText("Two-factor is required", { exact: true })).toBeVisible();
  await expect(page.getByText("Required of everyone")).toBeVisible();
  // Nothing closes before the day, and Home tells users without two-factor authentication.
  const home = await mailing.wire.send({ path: paths.home, cookie });
  expect([home.status, home.text.includes("Set up two-factor authentication before")]).toEqual([200, true]);
  const janes = await mailing.wire.send({ path: paths.home, cookie: (await sessionOf(cast.jane)).cookie });
  expect([janes.status, janes.text.includes("Set up two-factor authentication before")]).toEqual([200, false]);
  await mailsTo(cast.martin.email, /requires two-factor/);
  await mailsTo(cast.xavier.email, /requires two-factor/);
  expect(
    mailing.mail.mails.filter(({ to, subject }) => to.includes(cast.jane.email) && /requires two-factor/.test(subject)),
  ).toEqual([]);
  await page.getByRole("button", { name: "End the requirement", exact: true }).click();
  await expect(page.getByText("It is optional for everyone.")).toBeVisible();
  // A person with the account holder's password could lift it, so the account holder is told.
  const [released] = await mailsTo(cast.xavier.email, "no longer requires two-factor");
  expect(released!.text).toContain("set a new one at once");
});

test("Saving an unchanged requirement moves no day, sends no email and leaves no entry; only users with an open session count as asked at once", async () => {
  const { db, writer } = mailing.place.database;
  await deliverOne();
  const holder = await sessionOf(cast.xavier);
  const asked = { for: "everyone", days: "7" };
  // Counts people's entries: background work may still be sending earlier notices.
  const linesNow = () =>
    db.activity.count({ where: { accountId: cast.account.id, permission: "account.require-two-factor" } });
  expect((await act("requireTwoFactorAction", asked, holder)).outcome).toBe("done");
  await expect.poll(async () => (await requirement()).twoFactorTold, soon).toBe(null);
  const [before, lines] = [await requirement(), await linesNow()];
  // The entries count sent notices, not checked users.
  const progressEntries = await db.activity.findMany({
    where: { accountId: cast.account.id, permission: "account.tell-two-factor" },
  });
  const counts = progressEntries.map(({ changes }) =>
    Number(/"after":"(\d+)"/.exec(JSON.stringify(changes).replaceAll("\\", ""))?.[1]),
  );
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(
    await db.mail.count({ where: { accountId: cast.account.id, kind: "two-factor-required" } }),
  );
  expect((await act("requireTwoFactorAction", asked, holder)).outcome).toBe("done");
  expect([await requirement(), await linesNow()]).toEqual([before, lines]);
  // The day also stays when fewer users are affected.
  expect((await act("requireTwoFactorAction", { ...asked, for: "writers" }, holder)).outcome).toBe("done");
  expect(await requirement()).toMatchObject({ twoFactorFor: "writers", twoFactorFrom: before.twoFactorFrom });
  expect(await linesNow()).toBeGreaterThan(lines);

  const preview = async () =>
    (await act("viewRequirementAction", { for: "everyone" }, holder)).value!.preview as { atOnce: number; off: number };
  const atOnce = async () => (await preview()).atOnce;
  const person = await addExtra(mailing.place.database, cast.xavier, { login: word() });
  const none = await atOnce();
  for (let browser = 0; browser < 2; browser++) await sessionOf(person);
  expect(await atOnce()).toBe(none + 1);
  await writer.session.updateMany({ where: { personId: person.id }, data: { expiresAt: new Date(Date.now() - 1000) } });
  expect(await atOnce()).toBe(none);
  // Users who may not log in are not counted.
  const { off } = await preview();
  expect((await act("disableUserAction", { id: person.id }, holder)).outcome).toBe("done");
  expect((await preview()).off).toBe(off - 1);
  expect((await act("releaseTwoFactorAction", {}, holder)).outcome).toBe("done");
});

test("From the day on, a user without two-factor can only set it up, on every page, action and route, and None only if everyone is required", async () => {
  const { place, wire, mailsTo } = mailing;
  const began = new Date();
  await deliverOne();
  const martin = await sessionOf(cast.martin);
  const root = await sessionOf(cast.rootB);
  await requireOf("writers");
  expect((await wire.send({ path: paths.home, cookie: martin.cookie })).status).toBe(200);
  const closed = [paths.home, paths.account, paths.security, paths.users, paths.services, paths.activity, paths.emails];
  for (const path of closed) {
    const answer = await wire.send({ path, cookie: root.cookie });
    expect([path, answer.status, answer.headers.location]).toEqual([path, 307, paths.enrol]);
    expect((await wire.stream(path, { cookie: root.cookie })).text, path).not.toContain(cast.jane.email);
  }
  expect((await wire.ask(paths.findUsers, { q: "j" }, { cookie: root.cookie })).status).toBe(403);
  const open = [
    "sendEnrolmentLinkAction",
    "confirmEnrolmentAction",
    "createAppSecretAction",
    "addAppAction",
    "createKeyOptionsAction",
    "addKeyAction",
    "releaseTwoFactorAction",
  ];
  const anyone = [
    "logInAction",
    "logInWithPasskeyAction",
    "signUpAction",
    "chooseLanguageAction",
    "requestPasswordResetAction",
    "resetPasswordAction",
  ];
  for (const action of [...actionsOfBuild().keys()].filter((name) => ![...open, ...anyone].includes(name))) {
    const answer = await act(action, {}, root);
    if (["forbidden"].includes(answer.outcome)) expect(answer.sentence?.key, action).toBe("outcomes.enrolment_due");
    else expect(policyOpen(action), `${action} answered ${answer.outcome}`).toBe(true);
  }
  // An Administrator who would have to set it up cannot take it back. The account holder can, by an email link if mail arrives.
  expect((await act("releaseTwoFactorAction", {}, root)).outcome).toBe("forbidden");
  const holder = await sessionOf(cast.xavier);
  expect((await wire.send({ path: paths.home, cookie: holder.cookie })).headers.location).toBe(paths.enrol);
  expect((await act("releaseTwoFactorAction", {}, holder)).sentence?.key).toBe("errors.release_mail");
  expect((await act("sendEnrolmentLinkAction", {}, holder)).outcome).toBe("done");
  const [letter] = await mailsTo(cast.xavier.email, "Confirm it’s you");
  expect((await act("confirmEnrolmentAction", { token: linkOf(letter!).token }, holder)).location).toBe(paths.enrol);
  expect((await act("releaseTwoFactorAction", {}, holder)).outcome).toBe("done");
  const releaseMail = { kind: "two-factor-released", recipient: cast.rootB.email, createdAt: { gte: began } };
  await expect.poll(() => place.database.db.mail.count({ where: releaseMail }), soon).toBe(1);
  expect((await wire.send({ path: paths.home, cookie: root.cookie })).status).toBe(200);
  const activityPage = await wire.send({ path: paths.activity, cookie: `${holder.cookie}; steward-language=fr` });
  expect(activityPage.text).toContain("les Administrateurs, les Utilisateurs et le titulaire");
  expect(activityPage.text).not.toMatch(/>writers</);
});

/** Actions of public pages with email links, which are open to anyone. */
const policyOpen = (action: string) => /^(confirm|startSignUp|takeBack)/.test(action);

test("A password alone sets up nothing: the email link comes first, in the same browser, once", async () => {
  const { place, wire, mailsTo } = mailing;
  const person = await addExtra(place.database, cast.xavier, { login: word() });
  await requireOf("everyone");
  try {
    const session = await sessionOf(person);
    expect((await act("createAppSecretAction", {}, session)).sentence?.key).toBe("errors.enrolment_mail");
    for (const [action, fields] of [
      ["addAppAction", { name: "x", secret: "x", code: "123456" }],
      ["addKeyAction", { name: "x", answer: "{}" }],
    ] as const) {
      expect((await act(action, fields, session)).sentence?.key, action).toBe("errors.enrolment_mail");
    }
    expect((await act("sendEnrolmentLinkAction", {}, session)).outcome).toBe("done");
    const [letter] = await mailsTo(person.email, /\S/);
    const { token, path } = linkOf(letter!);
    expect((await wire.send({ path, cookie: session.cookie })).status).toBe(200);
    expect((await wire.send({ path })).text).toContain("only in the browser in which you asked for it");
    // A link opened elsewhere, even by the same user, confirms nothing for the session that asked.
    const elsewhere = await sessionOf(person);
    expect((await act("confirmEnrolmentAction", { token }, elsewhere)).sentence?.key).toBe("errors.link_elsewhere");
    const other = await addExtra(place.database, cast.xavier, { login: word() });
    expect((await act("confirmEnrolmentAction", { token }, await sessionOf(other))).sentence?.key).toBe(
      "errors.link_elsewhere",
    );
    expect(
      (await act("confirmEnrolmentAction", { token: await giveLink(place, person, "reset") }, session)).sentence?.key,
    ).toBe("errors.link");
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => act("confirmEnrolmentAction", { token }, session)),
    );
    expect(answers.filter(({ location }) => location === paths.enrol)).toHaveLength(1);
    expect((await act("createAppSecretAction", {}, session)).outcome).toBe("done");
  } finally {
    await requireOf("");
  }
});

test("A user sets up two-factor at login and continues; after a lost phone, the account holder helps", async ({
  page,
}) => {
  const { place, server, mailsTo } = mailing;
  const person = await addExtra(place.database, cast.xavier, { login: word(), privilege: "none" });
  await requireOf("everyone");
  try {
    await page.goto(`${server.origin}${paths.logIn}`);
    await awake(page);
    await page.getByLabel("ID or email", { exact: true }).fill(person.signInId);
    await page.getByLabel("Password", { exact: true }).fill(castPassword);
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Set up two-factor" })).toBeVisible();
    await awake(page);
    await page.getByRole("button", { name: "Send the email", exact: true }).click();
    await expect(page.getByText(`The email is on its way to ${person.email}`)).toBeVisible();
    await page.reload();
    await expect(page.getByText(`The email is on its way to ${person.email}`)).toBeVisible();
    const letters = await mailsTo(person.email, /\S/, 2);
    await page.goto(linkOf(letters.find(({ text }) => text.includes("?token="))!).href);
    await awake(page);
    await page.getByRole("link", { name: "Ask for another email", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Set up two-factor" })).toBeVisible();
    await page.goBack();
    await awake(page);
    await page.getByRole("button", { name: "Yes, it is me", exact: true }).click();
    await expect(page.getByText("You have confirmed it’s you.")).toBeVisible();
    await awake(page);
    const secret = (await page.getByLabel("Secret", { exact: true }).textContent())!;
    await page.getByLabel("Device name", { exact: true }).first().fill("Pixel 9");
    await page.getByLabel("Code", { exact: true }).fill(codeOf(secret));
    // A thief who waits on the same page with only the password does not get in with it.
    const thief = await startSession(place, person);
    const atHome = async () => (await mailing.wire.send({ path: paths.home, cookie: thief.cookie })).headers.location;
    expect(await atHome()).toContain(paths.enrol);
    await page.getByRole("button", { name: "Confirm", exact: true }).click();
    await expect(page.getByText("Two-factor is on", { exact: true })).toBeVisible();
    expect(await atHome()).toMatch(/\/login(\?|$)/);
    for (const action of ["makeBackupCodesAction", "createAppSecretAction"]) {
      expect([
        action,
        actionResult(await mailing.wire.act(action, { secret: "" }, { cookie: thief.cookie })).outcome,
      ]).toEqual([action, "signed_out"]);
    }
    await mailsTo(person.email, /\S/, 3);
    await page.goto(linkOf(letters.find(({ text }) => text.includes("?token="))!).href);
    await expect(page.getByText("Two-factor is set up. You no longer need this link.")).toBeVisible();
  } finally {
    await requireOf("");
  }

  await openAs(page, cast.xavier, `${paths.users}?two-factor=on`);
  await expect(rowOf(page, person.login).getByText("On", { exact: true })).toBeVisible();
  await choose(page, person.login, "Reset two-factor");
  await page.getByRole("alertdialog").getByRole("button", { name: "Reset two-factor", exact: true }).click();
  await expect(
    page.getByRole("status").getByText(`The two-factor authentication of ${person.login} is reset`),
  ).toBeVisible();
  await mailsTo(person.email, /\S/, 4);
  const entered = actionResult(
    await mailing.wire.act("logInAction", { id: person.signInId, password: castPassword, next: "" }),
  );
  expect(entered.location).toBe(paths.home);
});
