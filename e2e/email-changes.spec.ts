// Sign-up confirmed by email, and a change of the user's own email address, with real emails, up to taking it back.
import { expect, test, soon } from "@/e2e/fixtures";
import { giveLink, giveSignUpLink } from "@/e2e/links";
import { linkOf, startMailing, type Mailing } from "@/e2e/mailing";
import { awake } from "@/e2e/person";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, addExtra, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession, type Session } from "@/lib/testing/sessions";
import { actionResult } from "@/lib/testing/wire";

let mailing: Mailing;
let cast: Cast;

test.beforeAll(async ({ installation }) => {
  mailing = await startMailing(installation, { STEWARD_SIGN_UPS_PER_NETWORK: "1000" });
  cast = await addCast(mailing.place.database);
});

test.afterAll(() => mailing.stop());

const newPassword = () => `Harbour-Violin-${word()}-Meadow`;
const newEmail = () => `${word()}@example.net`;
const newUser = () => addExtra(mailing.place.database, cast.xavier, { login: word() });
const names = { firstName: "Nora", lastName: "Nil", organisation: "", language: "en" };
const form = (email: string) => ({ ...names, email });
const confirmation = { ...names, password: "Lantern-Orchard-57-Quiet" };
const accounts = () => mailing.place.database.db.account.count();
const personOf = ({ id }: CastPerson) => mailing.place.database.db.person.findUniqueOrThrow({ where: { id } });
const linkData = (email: string) => ({ data: JSON.stringify({ email }) });

/** Runs an action with this token and the rest of its form. */
const follow = async (action: string, token: string) =>
  actionResult(await mailing.wire.act(action, { token, ...(action === "confirmSignUpAction" && confirmation) }));

/** Runs an action many times at once and expects exactly one success. */
async function onceOfMany(action: string, token: string) {
  const answers = await Promise.all(Array.from({ length: rounds(8, 20) }, () => follow(action, token)));
  expect(answers.filter(({ location }) => location)).toHaveLength(1);
  for (const { location, sentence } of answers)
    if (!location) expect(["errors.link", "outcomes.unavailable"]).toContain(sentence?.key);
}

async function expectVoid(action: string, tokens: Record<string, string>) {
  for (const [what, token] of Object.entries(tokens))
    expect([what, (await follow(action, token)).sentence?.key]).toEqual([what, "errors.link"]);
}

test("Nora creates her account by the link in her email, and lands on User management", async ({ page }) => {
  const { server, wire, mailsTo } = mailing;
  const email = newEmail();
  await page.goto(`${server.origin}${paths.signUp}`);
  await awake(page);
  await page.getByLabel("First name", { exact: true }).fill("Nora");
  await page.getByLabel("Last name", { exact: true }).fill("Nil");
  await page.getByLabel("Email", { exact: true }).fill(email);
  await expect(page.getByLabel("Password", { exact: true })).toHaveCount(0);
  const before = await accounts();
  await page.getByRole("button", { name: "Create account", exact: true }).click();
  await expect(page.getByText("Check your inbox")).toBeVisible();
  const [letter] = await mailsTo(email, "create your account");
  const { href, path, token } = linkOf(letter!);
  expect(href).toMatch(new RegExp(`^${server.origin}/signup/confirm\\?token=[\\w-]{43}$`));
  // A mail scanner that opens the link creates no account.
  for (let look = 0; look < 3; look++) expect((await wire.send({ path })).status).toBe(200);
  expect(await accounts()).toBe(before);
  await page.goto(href);
  await awake(page);
  await expect(page.getByText(email, { exact: true })).toBeVisible();
  await expect(page.getByLabel("First name", { exact: true })).toHaveValue("Nora");
  await page.getByLabel("Last name", { exact: true }).fill("Nilsson");
  const password = newPassword();
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Create account", exact: true }).click();
  await expect(page).toHaveURL(/\/account\/users\?welcome=1$/);
  await expect(page.getByText("Welcome. This is your digital ID")).toBeVisible();
  expect(await accounts()).toBe(before + 1);
  await page.goto(`${server.origin}${paths.history}`);
  await expect(page.getByText("Logged in", { exact: true })).toBeVisible();
  await page.goto(href);
  await expect(page.getByText("This link no longer works")).toBeVisible();
  expect(server.log()).not.toContain(token);
  expect(actionResult(await wire.act("logInAction", { id: email, password, next: "" })).location).toBeTruthy();
});

test("No byte of the answer to a sign-up reveals whether the address has an account; its account holder is told", async () => {
  const { place, wire, mailsTo, mail } = mailing;
  const free = newEmail();
  const answers = new Set<string>();
  for (const email of [free, cast.yvonne.email, cast.yvonne.email.toUpperCase(), newEmail()]) {
    const { status, text } = await wire.act("startSignUpAction", form(email), {
      headers: { host: "elsewhere.example", "x-forwarded-host": "elsewhere.example" },
    });
    answers.add(`${status} ${text}`);
  }
  expect(answers.size).toBe(1);
  const [taken] = await mailsTo(cast.yvonne.email, "already have an account", 2);
  expect(taken!.text).toContain(cast.yvonne.signInId);
  expect(taken!.text).not.toContain("token=");
  const [letter] = await mailsTo(free, "create your account");
  expect(linkOf(letter!).href.startsWith(`${mailing.server.origin}/`)).toBe(true);
  // The way without email would reveal it.
  expect(
    actionResult(await wire.act("signUpAction", { ...form(cast.yvonne.email), password: confirmation.password }))
      .sentence?.key,
  ).toBe("errors.sign_up_by_mail");
  expect(
    actionResult(await wire.act("signUpAction", { ...form(newEmail()), password: confirmation.password })).sentence
      ?.key,
  ).toBe("errors.sign_up_by_mail");

  // A flood sends only a few emails to each address, and none to an invalid address.
  const flooded = newEmail();
  for (let at = 0; at < 6; at++)
    expect(actionResult(await wire.act("startSignUpAction", form(flooded))).outcome).toBe("done");
  for (const email of [
    `${flooded}, ${newEmail()}`,
    `${flooded}\r\nBcc: victim@example.net`,
    "nora",
    "",
    `${"a".repeat(250)}@example.net`,
  ]) {
    expect(actionResult(await wire.act("startSignUpAction", form(email))).fields, email).toHaveProperty("email");
  }
  const twice: [string, string][] = [...Object.entries(form(flooded)), ["email", newEmail()]];
  expect(actionResult(await wire.act("startSignUpAction", twice)).outcome).toBe("invalid");
  await expect.poll(() => place.database.db.signUpRequest.count(), soon).toBe(0);
  await mailsTo(flooded, /\S/, 3);
  expect(mail.mails.flatMap(({ to }) => to).join()).not.toContain("victim");
});

test("A sign-up link works once, even in parallel, and not after an hour, for another purpose, or for an address taken since", async () => {
  const { place } = mailing;
  const before = await accounts();
  const token = await giveSignUpLink(place, newEmail());
  await onceOfMany("confirmSignUpAction", token);
  expect(await accounts()).toBe(before + 1);
  // Using it logs out a user who was logged in there.
  const { cookie } = await startSession(place, await newUser());
  expect(
    actionResult(
      await mailing.wire.act(
        "confirmSignUpAction",
        { token: await giveSignUpLink(place, newEmail()), ...confirmation },
        { cookie },
      ),
    ).location,
  ).toBeTruthy();
  expect((await mailing.wire.send({ path: paths.home, cookie })).headers.location).toContain(paths.logIn);
  await expectVoid("confirmSignUpAction", {
    "a second time": token,
    expired: await giveSignUpLink(place, newEmail(), { at: new Date(Date.now() - 3_601_000) }),
    "of another purpose": await giveLink(place, await newUser(), "reset"),
    nonsense: "' OR 1=1 --",
    nul: "\u0000",
    nothing: "",
  });
  expect((await follow("confirmSignUpAction", await giveSignUpLink(place, cast.yvonne.email))).sentence?.key).toBe(
    "errors.address_taken",
  );
  expect(await accounts()).toBe(before + 2);
});

test("If sign-up is off, earlier links create no account", async ({ installation }) => {
  const closed = await startMailing(installation, { STEWARD_SIGN_UP: "off" });
  const token = await giveSignUpLink(closed.place, newEmail());
  expect(actionResult(await closed.wire.act("startSignUpAction", form(newEmail()))).outcome).toBe("forbidden");
  expect(actionResult(await closed.wire.act("confirmSignUpAction", { token, ...confirmation })).outcome).toBe(
    "forbidden",
  );
  expect((await closed.wire.send({ path: `${paths.confirmSignUp}?token=${token}` })).text).toContain(
    "This link no longer works",
  );
  expect(await closed.place.database.db.account.count()).toBe(0);
  await closed.stop();
});

test("Jane's address is changed without her: she takes it back, sets a new password and logs in", async ({ page }) => {
  test.setTimeout(120_000);
  const { place, server, wire, mailsTo } = mailing;
  const jane = await newUser();
  const fresh = newEmail();
  const session = await startSession(place, jane);
  await place.database.writer.session.update({ where: { id: session.id }, data: { provedAt: new Date(0) } });
  await page
    .context()
    .addCookies([
      { name: "steward-session", value: session.token, url: server.origin, httpOnly: true, sameSite: "Lax" },
    ]);
  await page.goto(`${server.origin}${paths.account}`);
  await awake(page);
  const setting = page.getByRole("region", { name: "Email address", exact: true });
  await expect(setting.getByText(jane.email, { exact: true })).toBeVisible();
  await setting.getByLabel("Email", { exact: true }).fill(fresh);
  await setting.getByRole("button", { name: "Change email", exact: true }).click();
  const proof = page.getByRole("dialog", { name: "Confirm it’s you", exact: true });
  await proof.getByLabel("Password", { exact: true }).fill(castPassword);
  await proof.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(setting.getByText("Check the inbox of the new address")).toBeVisible();
  const [warning] = await mailsTo(jane.email, "about to change");
  expect(warning!.text).toContain(`${fresh[0]}…@example.net`);
  expect(warning!.text).not.toContain(fresh);

  const [letter] = await mailsTo(fresh, "Confirm your new");
  const { href, path } = linkOf(letter!);
  for (let look = 0; look < 3; look++) expect((await wire.send({ path })).status).toBe(200);
  expect((await personOf(jane)).email).toBe(jane.email);
  await page.goto(href);
  await awake(page);
  await expect(page.getByText(jane.signInId, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByText("Your email address is changed")).toBeVisible();
  expect((await personOf(jane)).email).toBe(fresh);
  await mailsTo(fresh, "now your email address");

  const [changed] = await mailsTo(jane.email, "was changed");
  const back = linkOf(changed!);
  expect(back.href).toMatch(new RegExp(`^${server.origin}/login/not-me\\?token=[\\w-]{43}$`));
  expect((await wire.send({ path: back.path })).status).toBe(200);
  // Re-authentication gave the session another token.
  const [held] = (await page.context().cookies()).filter(({ name }) => name === "steward-session");
  const cookie = `steward-session=${held!.value}`;
  expect(cookie).not.toBe(session.cookie);
  expect((await wire.send({ path: paths.account, cookie })).text).toContain(fresh);
  await page.goto(back.href);
  await awake(page);
  await expect(page.getByText(jane.email, { exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Put my address back", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Set a new password", exact: true })).toBeVisible();
  expect(await personOf(jane)).toMatchObject({ email: jane.email, passwordHash: null, status: "change-due" });
  expect((await wire.send({ path: paths.account, cookie })).status).toBe(307);
  expect(
    actionResult(await wire.act("logInAction", { id: jane.signInId, password: castPassword, next: "" })).outcome,
  ).toBe("invalid");
  await mailsTo(fresh, "was put back");
  await awake(page);
  const password = newPassword();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page.getByText("Your password is set")).toBeVisible();
  await awake(page);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);
  expect((await personOf(jane)).status).toBe("enabled");
});

test("No byte, and nothing that the user sees later, reveals whether a new address belongs to another account holder", async () => {
  const { place, wire, mailsTo, mail } = mailing;
  const { db } = place.database;
  const { cookie } = await startSession(place, cast.xavier);
  const ask = (email: string) => wire.act("changeEmailAction", { email }, { cookie });
  const [free, taken] = [newEmail(), cast.yvonne.email];
  const answered = async (email: string) => {
    const { status, text } = await ask(email);
    await expect.poll(() => db.emailChangeRequest.count(), soon).toBe(0);
    // The answer redraws the page, with a number of its own.
    const { outcome, value } = actionResult({
      status,
      text,
      headers: { "content-type": "text/x-component" },
      cookies: [],
    });
    const mails = await db.mail.findMany({
      where: { accountId: cast.account.id, personId: cast.xavier.id },
      select: { kind: true },
      orderBy: { createdAt: "desc" },
      take: 1,
    });
    const [line] = await db.activity.findMany({
      where: { accountId: cast.account.id },
      orderBy: { seq: "desc" },
      take: 1,
    });
    return { status, outcome, value, mails, permission: line!.permission };
  };
  const before = mail.mails.filter(
    ({ to, subject }) => to.includes(taken) && subject.includes("already have an account"),
  ).length;
  const first = await answered(free);
  // Wait for the first email: the second request makes its link void, and Steward does not send an email with a void link.
  const [letter] = await mailsTo(free, "Confirm your new");
  expect(first).toMatchObject({
    outcome: "done",
    value: null,
    permission: "email.change",
    mails: [{ kind: "address-changing" }],
  });
  expect(await answered(taken)).toEqual(first);
  await mailsTo(taken, "already have an account", before + 1);
  await expectVoid("confirmEmailAction", { "after a newer one": linkOf(letter!).token });

  expect(
    (await follow("confirmEmailAction", await giveLink(place, cast.xavier, "confirm-address", linkData(taken))))
      .sentence?.key,
  ).toBe("errors.address_taken");
  expect(await db.person.count({ where: { emailKey: taken } })).toBe(1);
  for (const email of [`${newEmail()}, x@example.net`, `${newEmail()}\r\nBcc: victim@example.net`, "nobody", ""]) {
    expect(actionResult(await ask(email)).fields, email).toHaveProperty("email");
  }
  const twice = await wire.act(
    "changeEmailAction",
    [
      ["email", newEmail()],
      ["email", newEmail()],
    ],
    { cookie },
  );
  expect(actionResult(twice).outcome).toBe("invalid");
});

test("Links to change the email address work once, even in parallel, and not expired, for another purpose, or after an Administrator's edit", async () => {
  const { place, wire } = mailing;
  const fresh = newEmail();
  const person = await newUser();
  const token = await giveLink(place, person, "confirm-address", linkData(fresh));
  await onceOfMany("confirmEmailAction", token);
  expect((await personOf(person)).email).toBe(fresh);
  const taker = await newUser();
  const back = await giveLink(place, taker, "take-back", { ...linkData(newEmail()), hours: 7 * 24 });
  await onceOfMany("takeBackEmailAction", back);
  const late = { ...linkData(newEmail()), at: new Date(Date.now() - 3_601_000) };
  await expectVoid("confirmEmailAction", {
    "a second time": token,
    expired: await giveLink(place, await newUser(), "confirm-address", late),
    "of another purpose": await giveLink(place, await newUser(), "take-back", linkData(newEmail())),
    nonsense: "x",
  });
  await expectVoid("takeBackEmailAction", {
    "a second time": back,
    expired: await giveLink(place, await newUser(), "take-back", late),
    "of another purpose": await giveLink(place, await newUser(), "confirm-address", linkData(newEmail())),
  });

  const edited = await newUser();
  const waiting = await giveLink(place, edited, "confirm-address", linkData(newEmail()));
  const { cookie }: Session = await startSession(place, cast.rootB);
  const fields = { id: edited.id, version: "0", email: newEmail(), privilege: "user", description: "" };
  expect(actionResult(await wire.act("editUserAction", fields, { cookie })).outcome).toBe("done");
  await expectVoid("confirmEmailAction", { "after an Administrator's edit": waiting });
  await mailing.mailsTo(edited.email, "was changed for you");
  await mailing.mailsTo(fields.email, "was changed for you");
});

test("Without JavaScript, both can be requested and say so", async () => {
  const { place, wire } = mailing;
  const signUp = await wire.post("startSignUpAction", paths.signUp, form(newEmail()));
  expect([signUp.status, signUp.headers.location]).toEqual([303, `${paths.signUp}?asked=1`]);
  expect((await wire.send({ path: `${paths.signUp}?asked=1` })).text).toContain("Check your inbox");
  const link = await giveSignUpLink(place, newEmail());
  const at = `${paths.confirmSignUp}?token=${link}`;
  // The typed values come back, except the password.
  const refused = await wire.post("confirmSignUpAction", at, {
    token: link,
    ...confirmation,
    lastName: "Nilsson",
    password: "12345678",
  });
  expect(refused.text).toContain('value="Nilsson"');
  expect(refused.text).not.toContain("12345678");
  const made = await wire.post("confirmSignUpAction", at, { token: link, ...confirmation });
  expect([made.status, made.headers.location]).toEqual([303, `${paths.users}?welcome=1`]);
  const { cookie } = await startSession(place, await newUser());
  const change = await wire.post("changeEmailAction", paths.account, { email: newEmail() }, { cookie });
  expect([change.status, change.headers.location]).toEqual([303, `${paths.account}?saved=email#email`]);
  expect((await wire.send({ path: `${paths.account}?saved=email`, cookie })).text).toContain(
    "Check the inbox of the new address",
  );
  const token = await giveLink(place, await newUser(), "confirm-address", linkData(newEmail()));
  const confirm = await wire.post("confirmEmailAction", `${paths.confirmEmail}?token=${token}`, { token });
  expect([confirm.status, confirm.headers.location]).toEqual([303, `${paths.confirmEmail}?done=1`]);
});
