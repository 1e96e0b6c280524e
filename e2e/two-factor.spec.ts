// Second factors in a real browser: an authenticator app, backup codes, a security key and a passkey in Chromium's virtual authenticator.
import type { Page } from "@playwright/test";
import { plugIn } from "@/e2e/authenticator";
import { giveApp, giveKey } from "@/e2e/factors";
import { expect, test } from "@/e2e/fixtures";
import { awake } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { addExtra, castPassword, type CastPerson } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";
import { codeOf } from "@/lib/testing/totp";

async function logIn(page: Page, person: CastPerson) {
  await page.goto(paths.logIn);
  await awake(page);
  await page.getByLabel("ID or email", { exact: true }).fill(person.signInId);
  await page.getByLabel("Password", { exact: true }).fill(castPassword);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
}

test("Martin adds an authenticator app, keeps his codes, and logs in with each", async ({
  installation,
  cast,
  page,
  signIn,
  context,
  wire,
}) => {
  const martin = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "none" });
  await signIn(martin);
  await page.goto(paths.security);
  await expect(page.getByText("Two-factor is off")).toBeVisible();
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add an authenticator app", exact: true });
  await expect(dialog.getByRole("img", { name: "QR code of the secret" })).toBeVisible();
  const secret = (await dialog.getByLabel("Secret", { exact: true }).textContent())!;

  // A wrong code loses nothing: the secret stays the same.
  await dialog.getByLabel("Device name", { exact: true }).fill("Pixel 9");
  const wrongCode = String((Number(codeOf(secret)) + 1) % 1_000_000).padStart(6, "0");
  await dialog.getByLabel("Code", { exact: true }).fill(wrongCode);
  // Each digit stays in its cell: the cursor after the last digit scrolls nothing.
  expect(await dialog.locator(".code-cells").evaluate((cells) => ((cells.scrollLeft = 100), cells.scrollLeft))).toBe(0);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByText("This code is not valid")).toBeVisible();
  expect(await dialog.getByLabel("Secret", { exact: true }).textContent()).toBe(secret);
  await expect(dialog.getByLabel("Device name", { exact: true })).toHaveValue("Pixel 9");

  // Sessions that were opened with only the password end.
  const elsewhere = await startSession(installation, martin);
  const first = codeOf(secret);
  await dialog.getByLabel("Code", { exact: true }).fill(first);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("status").getByText("Pixel 9 is added")).toBeVisible();
  await expect(page.getByRole("status").getByText("Your other session was ended.")).toBeVisible();
  expect((await wire.send({ path: paths.home, cookie: elsewhere.cookie })).headers.location).toContain(paths.logIn);
  await expect(page.getByText("Two-factor is on", { exact: true })).toBeVisible();

  await page.getByRole("button", { name: "Generate backup codes", exact: true }).click();
  const sheet = page.getByRole("dialog", { name: "Ten backup codes" });
  await expect(sheet.getByRole("listitem")).toHaveCount(10);
  const codes = await sheet.getByRole("listitem").allTextContents();
  for (const code of codes) expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    sheet.getByRole("button", { name: "Download", exact: true }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/backup-codes\.txt$/);
  // They are alone on paper.
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText(codes[9]!)).toBeVisible();
  await expect(page.locator("main")).toBeHidden();
  await page.emulateMedia({ media: null });
  // The codes are shown only once, so Escape does not close the dialog.
  for (let press = 0; press < 2; press++) await page.keyboard.press("Escape");
  await expect(sheet).toBeVisible();
  await sheet.getByRole("button", { name: "I have saved them", exact: true }).click();
  await expect(page.getByText("10 of 10 left")).toBeVisible();

  await context.clearCookies();
  await logIn(page, martin);
  await expect(page).toHaveURL(/\/login\/verify$/);
  // The code that confirmed the app is used up; the next one works.
  await page.getByLabel("Code", { exact: true }).fill(first);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByText("This code was already used")).toBeVisible();
  await page.getByLabel("Code", { exact: true }).fill(codeOf(secret, Date.now() + 30_000));
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);

  await context.clearCookies();
  await logIn(page, martin);
  await page.getByRole("link", { name: "Try another method", exact: true }).click();
  await page.getByRole("link", { name: "Backup code" }).click();
  // As people type it: lower case and without the dash.
  await page.getByLabel("Code", { exact: true }).fill(codes[0]!.replace("-", "").toLowerCase());
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);
  await page.goto(paths.security);
  await expect(page.getByText("9 of 10 left")).toBeVisible();
});

test("A passkey is added, logs in alone, and is removed last, after a code", async ({
  installation,
  cast,
  page,
  signIn,
  context,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word(), privilege: "none" });
  await plugIn(page, { verifies: true, resident: true });
  await signIn(person);
  await page.goto(paths.security);
  await page.getByRole("button", { name: "Add a security key or passkey", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add a security key or passkey", exact: true });
  await dialog.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(dialog.getByText("Type a name")).toBeVisible();
  await dialog.getByLabel("Device name", { exact: true }).fill("This laptop");
  await dialog.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByRole("status").getByText("This laptop is added")).toBeVisible();
  await expect(page.getByText(/^Passkey · added/)).toBeVisible();

  await context.clearCookies();
  await page.goto(`${paths.logIn}?next=${encodeURIComponent(paths.users)}`);
  await awake(page);
  // The browser may already have offered it in the field.
  await page
    .getByRole("button", { name: "Log in with a passkey", exact: true })
    .click({ timeout: 5000 })
    .catch(() => {});
  await expect(page).toHaveURL((url) => url.pathname === paths.users);

  const app = await giveApp(installation, person);
  await page.goto(paths.security);
  for (const [name, off] of [
    ["Pixel 9", false],
    ["This laptop", true],
  ] as const) {
    await page.getByRole("button", { name: `Remove ${name}`, exact: true }).click();
    const question = page.getByRole("dialog", { name: `Remove ${name}?` });
    if (!off) {
      await question
        .getByRole("button", { name: "Use a code", exact: true })
        .or(question.getByLabel("Code", { exact: true }))
        .first()
        .waitFor();
      const switcher = question.getByRole("button", { name: "Use a code", exact: true });
      if (await switcher.isVisible()) await switcher.click();
      await question.getByLabel("Code", { exact: true }).fill(app.code());
    }
    await question.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(page.getByRole("status").getByText(`${name} is removed`)).toBeVisible();
  }
  await expect(page.getByText("Two-factor is off", { exact: true })).toBeVisible();
});

test("A security key without a PIN is a second factor, and cannot log in alone", async ({
  installation,
  cast,
  page,
  signIn,
  context,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  await plugIn(page, { verifies: false });
  await signIn(person);
  await page.goto(paths.security);
  await page.getByRole("button", { name: "Add a security key or passkey", exact: true }).click();
  await page.getByLabel("Device name", { exact: true }).fill("Blue key");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText(/^Security key · added/)).toBeVisible();
  // The same key cannot be added twice.
  await page.getByRole("button", { name: "Add a security key or passkey", exact: true }).click();
  await page.getByLabel("Device name", { exact: true }).fill("Blue key again");
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("This key is already in your list")).toBeVisible();

  await context.clearCookies();
  await logIn(page, person);
  await expect(page).toHaveURL(/\/login\/verify$/);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === paths.home);
});

test("A closed prompt changes nothing", async ({ installation, cast, page, signIn }) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  const key = await plugIn(page, { verifies: false });
  await key.remove();
  await signIn(person);
  await page.goto(paths.security);
  await page.getByRole("button", { name: "Add a security key or passkey", exact: true }).click();
  await page.getByLabel("Device name", { exact: true }).fill("Blue key");
  await page.evaluate(() => {
    navigator.credentials.create = () =>
      Promise.reject(new DOMException("The operation was cancelled.", "NotAllowedError"));
  });
  await page.getByRole("button", { name: "Continue", exact: true }).click();
  await expect(page.getByText("Nothing was added")).toBeVisible();
  await expect(page.getByLabel("Device name", { exact: true })).toHaveValue("Blue key");
});

test("A sensitive action asks again after ten minutes, in a dialog, and then continues", async ({
  installation,
  cast,
  page,
  signIn,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  const session = await signIn(person);
  await installation.database.writer.session.update({
    where: { id: session.id },
    data: { provedAt: new Date(Date.now() - 11 * 60_000) },
  });
  await page.goto(paths.security);
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  const confirm = page.getByRole("dialog", { name: "Confirm it’s you" });
  await confirm.getByLabel("Password", { exact: true }).fill("wrong wrong wrong");
  await confirm.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(confirm.getByText("This is not your current password.")).toBeVisible();
  await confirm.getByLabel("Password", { exact: true }).fill(castPassword);
  await confirm.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Add an authenticator app", exact: true })).toBeVisible();
});

test("Logging in again over an open page asks for the second factor too, and loses nothing typed", async ({
  installation,
  cast,
  page,
  signIn,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  const session = await signIn(person);
  const app = await giveApp(installation, person);
  await page.goto(paths.account);
  await awake(page);
  await page.getByLabel("Display name", { exact: true }).fill("Typed before");
  await installation.database.writer.session.delete({ where: { id: session.id } });
  await page
    .locator("form", { has: page.getByLabel("Display name", { exact: true }) })
    .getByRole("button", { name: "Save", exact: true })
    .click();
  const again = page.getByRole("dialog", { name: "You were logged out" });
  await again.getByLabel("Password", { exact: true }).fill(castPassword);
  await again.getByRole("button", { name: "Log in", exact: true }).click();
  const factor = page.getByRole("dialog", { name: "Two-factor" });
  await factor.getByLabel("Code", { exact: true }).fill(app.code());
  await factor.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByRole("status").getByText("Saved")).toBeVisible();
  await expect(page.getByLabel("Display name", { exact: true })).toHaveValue("Typed before");
});

test("Without JavaScript a code is enough, and the first step's cookie is worthless afterwards", async ({
  installation,
  cast,
  wire,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  const app = await giveApp(installation, person);
  await giveKey(installation, person);
  const entered = await wire.post("logInAction", paths.logIn, {
    id: person.signInId,
    password: castPassword,
    next: paths.users,
  });
  expect([entered.status, entered.headers.location]).toEqual([303, `${paths.verify}?next=%2Faccount%2Fusers`]);
  const cookie = entered.cookies.join("; ");
  const verified = await wire.post(
    "verifyLogInAction",
    `${paths.verify}?method=app`,
    { code: app.code(), next: paths.users },
    { cookie },
  );
  expect([verified.status, verified.headers.location]).toEqual([303, paths.users]);
  // The first step's cookie no longer opens anything.
  expect((await wire.send({ path: paths.home, cookie })).status).toBe(307);
  expect((await wire.send({ path: paths.home, cookie: verified.cookies.join("; ") })).status).toBe(200);
});
