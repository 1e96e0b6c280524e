// Forgotten passwords, first passwords, and links that an Administrator sends, with real emails.
import { giveApp } from "@/e2e/factors";
import { expect, test, soon } from "@/e2e/fixtures";
import { giveLink, giveSharedLink } from "@/e2e/links";
import { linkOf, startMailing, type Mailing } from "@/e2e/mailing";
import { awake, rowOf } from "@/e2e/person";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, addExtra, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";
import { actionResult } from "@/lib/testing/wire";

let mailing: Mailing;
let cast: Cast;

test.beforeAll(async ({ installation }) => {
  mailing = await startMailing(installation, { STEWARD_RESETS_PER_NETWORK: "1000" });
  cast = await addCast(mailing.place.database);
});

test.afterAll(() => mailing.stop());

const resetSubject = "new password";
const newPassword = () => `Harbour-Violin-${word()}-Meadow`;
const newUser = (extra: Parameters<typeof addExtra>[2] = { login: word() }) =>
  addExtra(mailing.place.database, cast.xavier, extra);
const ask = async (id: string) => actionResult(await mailing.wire.act("requestPasswordResetAction", { id })).outcome;
const reset = async (token: string, password = newPassword(), more: Record<string, string> = {}) =>
  actionResult(await mailing.wire.act("resetPasswordAction", { token, password, repeat: password, ...more }));

test("Martin forgets his password and resets it by email; his sessions end, and his second factor is still required", async ({
  page,
}) => {
  const { place, server, wire, mailsTo } = mailing;
  const martin = await newUser({ login: word(), privilege: "none" });
  const app = await giveApp(place, martin);
  const { cookie } = await startSession(place, martin);
  await page.goto(`${server.origin}${paths.logIn}`);
  await page.getByRole("link", { name: "Forgotten your password?", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Forgotten your password?" })).toBeVisible();
  await awake(page);
  await page.getByLabel("ID or email", { exact: true }).fill(` ${martin.signInId.toUpperCase()}`);
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("an email is on its way")).toBeVisible();

  const [letter] = await mailsTo(martin.email, resetSubject);
  const { href, path } = linkOf(letter!);
  expect(href).toMatch(new RegExp(`^${server.origin}/login/reset\\?token=[\\w-]{43}$`));
  expect(letter!.text).toContain(martin.signInId);
  // A mail scanner that opens the link does not use it up.
  for (let look = 0; look < 3; look++) expect((await wire.send({ path })).status).toBe(200);
  await page.goto(href);
  await awake(page);
  const password = newPassword();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page.getByText("Your password is set")).toBeVisible();
  await expect(page.getByLabel("ID or email", { exact: true })).toHaveValue(martin.signInId);
  expect((await wire.send({ path: paths.home, cookie })).status).toBe(307);
  await awake(page);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await page.getByLabel("Code", { exact: true }).fill(app.code());
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);
  await mailsTo(martin.email, "password", 2);
  await page.goto(href);
  await expect(page.getByText("This link no longer works")).toBeVisible();
});

test("An invited user sets their own password, and is listed as invited until then", async ({ page }) => {
  const { place, server, wire, mailsTo } = mailing;
  const { token } = await startSession(place, cast.rootB);
  await page
    .context()
    .addCookies([{ name: "steward-session", value: token, url: server.origin, httpOnly: true, sameSite: "Lax" }]);
  await page.goto(`${server.origin}${paths.users}`);
  await awake(page);
  const login = word();
  await page.getByRole("button", { name: "Add a user", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add a user", exact: true });
  await dialog.getByLabel("ID", { exact: true }).fill(login);
  await dialog.getByLabel("Email", { exact: true }).fill(`${login}@example.com`);
  await dialog.getByRole("switch", { name: "Email an activation link", exact: true }).check();
  await expect(dialog.getByLabel("Password", { exact: true })).toBeHidden();
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("status").getByText(`${login} is added`)).toBeVisible();
  await expect(rowOf(page, login).getByText("Invited")).toBeVisible();
  // Where the form leads without JavaScript.
  await page.goto(`${server.origin}${paths.users}?status=invited&added=${login}`);
  await expect(
    page.getByRole("status").getByText(`An email with an activation link goes to ${login}@example.com.`),
  ).toBeVisible();
  await expect(rowOf(page, login)).toBeVisible();

  // The user cannot log in before, and a new link makes the older one void.
  expect(
    actionResult(await wire.act("logInAction", { id: `${cast.account.digitalId}/${login}`, password: "", next: "" }))
      .outcome,
  ).toBe("invalid");
  const [first] = await mailsTo(`${login}@example.com`, /\S/);
  await page.getByRole("button", { name: `Actions for ${login}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Set a new password", exact: true }).click();
  await page.getByRole("button", { name: "Send the link", exact: true }).click();
  await expect(page.getByRole("status").getByText(`A link goes to ${login}`)).toBeVisible();
  const [, second] = await mailsTo(`${login}@example.com`, /\S/, 2);
  expect((await reset(linkOf(first!).token)).sentence?.key).toBe("errors.link");

  await page.context().clearCookies();
  await page.goto(linkOf(second!).href);
  await awake(page);
  await expect(page.getByRole("heading", { name: "Set your password" })).toBeVisible();
  const password = newPassword();
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page.getByText("Your password is set")).toBeVisible();
  await mailsTo(`${login}@example.com`, "Your login is active");
  await awake(page);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);
  const user = await place.database.db.person.findFirstOrThrow({ where: { loginKey: login } });
  expect([user.status, user.invited, user.changeDue]).toEqual(["enabled", false, false]);
});

test("A link works once, even in parallel, and not after a newer one, a password change, disabling, its hour, or for another purpose", async () => {
  const { place, wire } = mailing;
  const { writer } = place.database;
  const refused = async (token: string, what: string) =>
    expect([what, (await reset(token)).sentence?.key]).toEqual([what, "errors.link"]);

  const person = await newUser();
  const token = await giveLink(place, person, "reset");
  const answers = await Promise.all(Array.from({ length: rounds(8, 20) }, () => reset(token)));
  expect(answers.filter(({ location }) => location?.startsWith(paths.logIn))).toHaveLength(1);
  for (const { location, sentence } of answers)
    if (!location) expect(["errors.link", "outcomes.unavailable"]).toContain(sentence?.key);
  await refused(token, "a second time");

  const changed = await newUser();
  const before = await giveLink(place, changed, "reset", { at: new Date(Date.now() - 60_000) });
  const { cookie } = await startSession(place, changed);
  const own = newPassword();
  expect(
    actionResult(
      await wire.act("changePasswordAction", { current: castPassword, password: own, repeat: own }, { cookie }),
    ).outcome,
  ).toBe("done");
  await refused(before, "after a password change");

  const shut = await newUser();
  const shutToken = await giveLink(place, shut, "reset");
  await writer.person.update({ where: { id: shut.id }, data: { disabledAt: new Date(), status: "disabled" } });
  await refused(shutToken, "after disabling");

  await refused(await giveLink(place, await newUser(), "reset", { at: new Date(Date.now() - 3_601_000) }), "expired");
  await refused(await giveLink(place, await newUser(), "confirm-address"), "of another purpose");
  for (const nonsense of ["", "x", "a".repeat(43), "\u0000", "' OR 1=1 --"]) await refused(nonsense, `“${nonsense}”`);
  expect((await reset("x".repeat(300))).outcome).toBe("invalid");

  // A refused password does not use up the link.
  const careless = await newUser();
  const good = await giveLink(place, careless, "reset");
  expect((await reset(good, "12345678")).fields).toHaveProperty("password");
  expect((await reset(good)).location).toContain(paths.logIn);
});

test("No byte of the answer reveals whether an ID or address exists, and an address of several logins gets one email", async () => {
  const { place, wire, mail, mailsTo } = mailing;
  const shared = `${word()}@example.com`;
  const [first, second, third] = [await newUser(), await newUser(), await newUser()];
  const email = { email: shared, emailKey: shared, provedKey: shared };
  await place.database.writer.person.updateMany({ where: { id: { in: [first.id, second.id] } }, data: email });
  const gone = await newUser({ login: word(), out: "disable" });
  const ids = [
    shared,
    third.signInId,
    "0000-000-00/jane",
    `${word()}@example.com`,
    gone.signInId,
    cast.remo.signInId,
    "' OR 1=1 --",
    "a\r\nBcc: x@example.com",
    '["a"]',
  ];
  const answers = new Set<string>();
  for (const id of ids) {
    const { status, text } = await wire.act("requestPasswordResetAction", { id });
    answers.add(`${status} ${text}`);
  }
  expect(answers.size).toBe(1);
  await mailsTo(third.email, resetSubject);
  const [both] = await mailsTo(shared, resetSubject);
  for (const { signInId } of [first, second]) expect(both!.text).toContain(signInId);
  const { token } = linkOf(both!);
  expect((await reset(token)).fields).toHaveProperty("person");
  expect((await reset(token, newPassword(), { person: cast.jane.id })).fields).toHaveProperty("person");
  expect((await reset(token, newPassword(), { person: second.id })).location).toContain(
    encodeURIComponent(second.signInId),
  );
  expect((await reset(token, newPassword(), { person: first.id })).sentence?.key).toBe("errors.link");
  expect(mail.mails.filter(({ to }) => to.includes(gone.email))).toEqual([]);
});

test("A link for several logins stops working after a newer one, another address, or when one of them was locked out", async () => {
  const { place, wire, mailsTo } = mailing;
  const { writer } = place.database;
  const { cookie } = await startSession(place, cast.rootB);
  const act = async (action: string, fields: Record<string, string>) =>
    expect(actionResult(await wire.act(action, fields, { cookie })).outcome, action).toBe("done");
  const changes: Record<string, (person: CastPerson, shared: string) => Promise<unknown>> = {
    "another address": ({ id }) =>
      act("editUserAction", { id, version: "0", email: `${word()}@example.com`, privilege: "user", description: "" }),
    "disabled and enabled": async ({ id }) => {
      await act("disableUserAction", { id });
      await act("enableUserAction", { id });
    },
    "another password": ({ id }) => act("setUserPasswordAction", { id, password: newPassword() }),
    "a newer one": async ({ signInId }, shared) => {
      expect(await ask(signInId)).toBe("done");
      await mailsTo(shared, resetSubject);
    },
    // Not by the program: only the row has another email address.
    "an address that changed beside it": ({ id }) =>
      writer.person.update({ where: { id }, data: { emailKey: word() } }),
  };
  for (const [what, happens] of Object.entries(changes)) {
    const shared = `${word()}@example.com`;
    const [one, other] = [await newUser(), await newUser()];
    await writer.person.updateMany({
      where: { id: { in: [one.id, other.id] } },
      data: { email: shared, emailKey: shared },
    });
    const token = await giveSharedLink(place, [one, other], shared);
    expect((await reset(token)).fields, what).toHaveProperty("person");
    await happens(other, shared);
    const answer = await reset(token, newPassword(), { person: other.id });
    expect([what, answer.location ?? ""]).not.toEqual([
      what,
      expect.stringContaining(encodeURIComponent(other.signInId)),
    ]);
  }
});

test("A new password resets the count of wrong ones", async () => {
  const { place, wire } = mailing;
  const person = await newUser();
  const logIn = async (password: string) => {
    const { outcome, location } = actionResult(
      await wire.act("logInAction", { id: person.signInId, password, next: "" }),
    );
    return location ? "done" : outcome;
  };
  for (let at = 0; at < 6; at++) await logIn("not the password");
  expect(await logIn(castPassword)).toBe("too_many");
  const password = newPassword();
  expect((await reset(await giveLink(place, person, "reset"), password)).location).toContain(paths.logIn);
  expect(await logIn(password)).toBe("done");
});

test("A flood of requests sends each user only a few emails, and links use the configured origin, not the Host header", async () => {
  const { place, server, wire, mailsTo } = mailing;
  const person = await newUser();
  for (let at = 0; at < 10; at++) {
    const { status } = await wire.act(
      "requestPasswordResetAction",
      { id: person.signInId },
      { headers: { host: "elsewhere.example", "x-forwarded-host": "elsewhere.example" } },
    );
    expect(status).toBe(200);
  }
  await expect.poll(() => place.database.db.resetRequest.count(), soon).toBe(0);
  // While an email is on its way, it has a ticket and is due later.
  const unsent = () =>
    place.database.db.mail.count({
      where: { personId: person.id, state: "waiting", OR: [{ dueAt: { lte: new Date() } }, { ticket: { not: "" } }] },
    });
  await expect.poll(unsent, soon).toBe(0);
  const letters = mailing.mail.mails.filter(({ to }) => to.includes(person.email));
  expect(letters.length).toBeGreaterThan(0);
  expect(letters.length).toBeLessThanOrEqual(3);
  for (const letter of letters) expect(linkOf(letter).href.startsWith(`${server.origin}/`)).toBe(true);
  // Only the newest link works, and the database stores none of them.
  const last = linkOf(letters.at(-1)!).token;
  const stored = JSON.stringify([
    await place.database.db.link.findMany(),
    await place.database.db.mail.findMany({ where: { personId: person.id } }),
  ]);
  for (const letter of letters) expect(stored).not.toContain(linkOf(letter).token);
  for (const letter of letters.slice(0, -1))
    expect((await reset(linkOf(letter).token)).sentence?.key).toBe("errors.link");
  expect((await reset(last)).location).toContain(paths.logIn);
  expect(server.log()).not.toContain(last);
  await mailsTo(person.email, /password/i, letters.length + 1);
});

test("An Administrator sends a link instead of setting a password, and the user is told by email", async () => {
  const { place, wire, mailsTo } = mailing;
  const person = await newUser();
  const { cookie } = await startSession(place, cast.rootB);
  const act = async (action: string, more: Record<string, string> = {}) =>
    actionResult(await wire.act(action, { id: person.id, ...more }, { cookie }));
  expect((await act("sendUserLinkAction")).outcome).toBe("done");
  const [letter] = await mailsTo(person.email, /\S/);
  expect((await reset(linkOf(letter!).token)).location).toContain(paths.logIn);
  expect((await act("setUserPasswordAction", { password: newPassword() })).outcome).toBe("done");
  expect(
    (await act("editUserAction", { version: "1", email: person.email, privilege: "none", description: "" })).outcome,
  ).toBe("done");
  expect((await act("disableUserAction")).outcome).toBe("done");
  expect((await act("sendUserLinkAction")).sentence?.key).toBe("errors.disabled_link");
  expect((await act("enableUserAction")).outcome).toBe("done");
  const letters = await mailsTo(person.email, /\S/, 6);
  expect(letters.map(({ subject }) => subject).join("\n")).toMatch(/disabled/i);
  expect(await ask(person.signInId)).toBe("done");
});
