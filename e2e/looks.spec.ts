import type { Locator, Page } from "@playwright/test";
import { plugIn } from "@/e2e/authenticator";
import { violations } from "@/e2e/axe";
import { addTries, browsers } from "@/e2e/browsers";
import { giveApp, giveKey } from "@/e2e/factors";
import { expect, test } from "@/e2e/fixtures";
import { cutHeads, widthsOfTables } from "@/e2e/heads";
import { faultsOf } from "@/e2e/html";
import { giveLink, giveSignUpLink } from "@/e2e/links";
import { startMailing } from "@/e2e/mailing";
import { unreadableInMotion } from "@/e2e/motion";
import { addUser, awake, choose, fillNewUser, open, openMenu, passwords, rowOf, signUp } from "@/e2e/person";
import { rounds } from "@/e2e/rounds";
import { word } from "@/e2e/samples";
import { sound, structureOf } from "@/e2e/structure";
import { operator } from "@/lib/access/actor";
import type { OpenDatabase, Prisma } from "@/lib/database/db";
import { erase, inAccount } from "@/lib/demo/chronicle";
import { recount } from "@/lib/domain/people/store";
import { paths } from "@/lib/isomorphic/paths";
import { addCast, addExtra, addMail, castPassword } from "@/lib/testing/cast";
import { seedUsers } from "@/lib/testing/seed-users";
import { sessionCookie, startSession } from "@/lib/testing/sessions";

/**
 * Every screen in every state, wide and narrow, light and dark: axe finds nothing, nothing scrolls sideways, and the browser logs no error.
 * In the short form, axe checks states in turn on a wide, light screen and on a narrow, dark one, and every other state is checked in French.
 * In the long form every state is checked in every view and in French. SHOTS=<folder> saves a picture of each.
 */
test.describe.configure({ timeout: 120_000 });

const views = [
  { width: 1280, height: 900, scheme: "light" },
  { width: 360, height: 740, scheme: "dark" },
  { width: 1280, height: 900, scheme: "dark" },
  { width: 360, height: 740, scheme: "light" },
] as const;

/** The number of states so far. Every other one is narrow and dark. */
let looks = 0;
let complaints: string[] = [];
/** The origins that a page may send requests to. */
let origins: string[] = [];

test.beforeEach(({ page, installation }) => {
  complaints = [];
  origins = [installation.origin];
  page.on("console", (message) => {
    // The browser logs the status of a missing page, and of a form that was rendered for another user.
    if (message.type() === "error" && !/status of 40[349]/.test(message.text())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("request", (request) => {
    if (!origins.some((origin) => request.url().startsWith(origin))) complaints.push(`a request to ${request.url()}`);
    // A page requests only what it shows, and prefetches no links.
    if (request.headers()["next-router-prefetch"]) complaints.push(`a request ahead, for ${request.url()}`);
  });
});

test.afterEach(() => expect(complaints).toEqual([]));

/** In the short form, one state of each moving kind: a new row with a toast, a menu, dialogs, the drawer. */
const movingInBrief = new Set(["users-added", "users-menu", "users-edit", "users-disable", "drawer"]);

/** Checks what is open now. A widget that only narrow or wide windows have is checked only there. */
async function look(page: Page, name: string, only: (view: (typeof views)[number]) => boolean = () => true) {
  const folder = process.env.SHOTS;
  const seen = views.filter(only);
  const turn = looks++ % 2;
  const inTurn = seen[seen.length > 2 ? turn : 0]!;
  const isNarrow = only(views[3]);
  // In the short form, one state in eight.
  if (rounds(turn === 0 && looks % 8 === 1, true)) expect.soft(await faultsOf(page), `${name}: its HTML`).toEqual([]);
  // The wide window is first and last, because each other size lays the page out again.
  for (const width of [1280, 320, 360]) {
    const inWidth = seen.filter((view) => view.width === width);
    if (inWidth.length === 0 && !(width === 320 && isNarrow)) continue;
    await page.setViewportSize({ width, height: inWidth[0]?.height ?? 740 });
    await expectNoSidewaysScroll(page, `${name}, ${width} px`);
    expect.soft(await cutHeads(page), `${name}: heads of columns`).toEqual([]);
    const looked = folder ? inWidth : rounds([inTurn], seen).filter((view) => view.width === width);
    if (looked.length > 0)
      expect.soft(await structureOf(page), `${name}, ${width} px: how it is put together`).toEqual(sound);
    for (const { scheme } of looked) {
      await page.emulateMedia({ colorScheme: scheme });
      // All colours of the scheme are in place only after two frames.
      await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
      // After an action redrew the page, its title arrives a moment later.
      await expect
        .soft(async () => expect(await violations(page), `axe on ${name}, ${width} px, ${scheme}`).toEqual([]))
        .toPass({ timeout: 10_000 });
      if (rounds(movingInBrief.has(name), true))
        expect.soft(await unreadableInMotion(page), `${name} while it moves, ${width} px, ${scheme}`).toEqual([]);
      const onTop = (await page.locator("dialog:modal, :popover-open, .toast").count()) > 0;
      if (folder) await page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png`, fullPage: !onTop });
    }
  }
  // In the short form, every other state.
  if (isNarrow && rounds(turn === 0, true)) await lookInFrench(page, name);
  await page.setViewportSize({ width: 1280, height: 900 });
}

/**
 * Checks the same state in French, whose texts are longer. The window is narrow at first: nothing scrolls sideways on a phone, and nothing is
 * cut off there or in a wide window.
 */
async function lookInFrench(page: Page, name: string) {
  await speak(page, "fr");
  await expectNoSidewaysScroll(page, `${name}, in French`);
  await expectNothingCut(page, `${name}, in French`);
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/${name}-360-fr.png` });
  await page.setViewportSize({ width: 1280, height: 900 });
  await expectNothingCut(page, `${name}, in French and wide`);
  if (folder) await page.screenshot({ path: `${folder}/${name}-1280-fr.png` });
  expect.soft(await cutHeads(page), `${name}, in French: heads of columns`).toEqual([]);
  await speak(page, "en");
}

/** Changes the browser's language and redraws the page in place. What is open stays open. */
async function speak(page: Page, language: string) {
  await page.context().addCookies([{ name: "steward-language", value: language, url: new URL(page.url()).origin }]);
  await page.evaluate(() => (window as unknown as { next: { router: { refresh(): void } } }).next.router.refresh());
  await page.waitForFunction((lang) => document.documentElement.lang === lang && document.title !== "", language);
}

/** Goes to another state of a screen that is loaded elsewhere in this file, as a link goes there: without loading the document again. */
async function visit(page: Page, path: string) {
  await page.evaluate(
    (to) => (window as unknown as { next: { router: { push(to: string): void } } }).next.router.push(to),
    path,
  );
  // After the address, its title arrives a moment later.
  await page.waitForFunction((to) => location.pathname + location.search === to && document.title !== "", path);
}

/** Finds Steward's own texts that their box cuts off. Texts typed by users may be long and end in an ellipsis. */
async function expectNothingCut(page: Page, where: string) {
  const cut = await page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("body *")]
      .filter((box) => {
        const { overflowX, clipPath, whiteSpace } = getComputedStyle(box);
        if (
          !box.checkVisibility() ||
          clipPath !== "none" ||
          box.closest("[title], .truncate, .cell-name, .composite-id, .mono")
        )
          return false;
        return (
          overflowX !== "visible" &&
          whiteSpace === "nowrap" &&
          box.scrollWidth > box.clientWidth + 1 &&
          box.innerText.trim() !== ""
        );
      })
      .map((box) => `${box.tagName}.${box.className}: ${box.innerText}`),
  );
  expect.soft(cut, `${where}: cut off`).toEqual([]);
}

async function expectNoSidewaysScroll(page: Page, where: string) {
  const wider = await page.evaluate(() => {
    const dialog = document.querySelector("dialog:modal .dialog-body, .drawer:popover-open, .menu:popover-open");
    return [document.documentElement, ...(dialog ? [dialog] : [])].map((box) => box.scrollWidth - box.clientWidth);
  });
  expect.soft(Math.max(...wider), `${where} scrolls sideways`).toBeLessThanOrEqual(0);
}

const wide = ({ width }: { width: number }) => width === 1280;
const narrow = ({ width }: { width: number }) => width === 360;

test("A visitor's pages are in order: log in and sign-up, also refused", async ({ page, installation }) => {
  await open(page, "/login");
  await look(page, "login");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByText("Type a password.")).toBeVisible();
  await look(page, "login-errors");
  await open(page, "/login?out=1&id=1234-567-89/john.smith");
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(page.getByText("do not match")).toBeVisible();
  await look(page, "login-refused");
  await page.locator("main details").evaluate((details: HTMLDetailsElement) => (details.open = true));
  await look(page, "login-which-id", narrow);
  // An expired session, or one ended elsewhere.
  await page
    .context()
    .addCookies([{ name: sessionCookie(installation.origin), value: "over", url: installation.origin }]);
  await page.goto("/services");
  await expect(page.getByText("Your session has ended. Log in again to continue.")).toBeVisible();
  await look(page, "login-ended");

  await open(page, "/signup");
  await look(page, "signup");
  await page.getByLabel("Email", { exact: true }).fill("nobody");
  await page.getByLabel("Password", { exact: true }).fill("password1");
  await page.getByRole("button", { name: "Create account", exact: true }).click();
  await expect(page.getByText("Type a complete address")).toBeVisible();
  await expect(page.getByText("lists of stolen passwords")).toBeVisible();
  await look(page, "signup-errors");
  await page.goto("/nowhere");
  await look(page, "not-found-outside");
});

test("The pages after sign-up are in order: the new ID, the empty list, and Home with the next step", async ({
  page,
  installation,
}) => {
  const { email } = await signUp(page, { firstName: "Ada", lastName: "Stone" });
  // She chose English there. Her language is reset here, to check both languages.
  await installation.database.writer.person.updateMany({ where: { email }, data: { language: "" } });
  await look(page, "users-welcome");
  await visit(page, "/account/users");
  await look(page, "users-empty");
  await visit(page, "/services");
  await look(page, "services-empty");
  await visit(page, "/");
  await look(page, "home-empty");
});

test("Home is in order for each reader, and links to what needs attention", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  await signIn(cast.xavier);
  await open(page, "/");
  await look(page, "home");
  const needs = page.getByRole("region", { name: "Needs attention", exact: true });
  await needs.getByRole("link", { name: /have never logged in/ }).click();
  await expect(page).toHaveURL(/\/account\/users\?status=never-signed-in$/);
  await expect(page.getByRole("combobox", { name: "Status", exact: true })).toHaveValue("never-signed-in");
  await expect(rowOf(page, "pia")).toBeVisible();
  await expect(rowOf(page, "olga")).toHaveCount(0);
  await look(page, "users-never-signed-in");

  const { writer } = installation.database;
  const inAWeek = new Date(Date.now() + 7 * 86_400_000);
  await writer.account.update({
    where: { id: cast.account.id },
    data: { twoFactorFor: "everyone", twoFactorFrom: inAWeek },
  });
  await signIn(cast.martin);
  await open(page, "/");
  await expect(needs.getByRole("link", { name: /^Set up two-factor authentication before / })).toHaveAttribute(
    "href",
    "/account/security#two-factor",
  );
  await expect(page.getByText("For anything else, ask root.b or Xavier Xu, the account holder.")).toBeVisible();
  await look(page, "home-as-none");
  await writer.account.update({ where: { id: cast.account.id }, data: { twoFactorFor: "" } });

  // Far more users than strokes that fit.
  await signIn(cast.yvonne);
  await seedUsers(installation.database, cast.other.id, 2000);
  await open(page, "/");
  await expect(
    page.getByRole("region", { name: "Users", exact: true }).getByText("Each mark stands for about 50 users."),
  ).toBeVisible();
  await look(page, "home-many");
});

test("Pia's required new password is in order, also refused", async ({ page, cast, signIn }) => {
  await signIn(cast.pia);
  await open(page, "/login/new-password");
  await look(page, "new-password");
  await page.getByLabel("New password", { exact: true }).fill("pia");
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page.getByText("A password must have at least 8 characters.")).toBeVisible();
  await look(page, "new-password-errors");
});

test("The list of users is in order in all its states", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await look(page, "users");
  await openMenu(page, "jane");
  await look(page, "users-menu");
  await page.keyboard.press("Escape");
  await visit(page, "/account/users?q=nobody-like-this");
  await look(page, "users-nothing");
  await visit(page, "/account/users?status=removed");
  await openMenu(page, "remo");
  await look(page, "users-removed");
  await visit(page, "/account/users?privilege=user&status=disabled&sort=username&size=50&page=-1");
  await look(page, "users-filtered");
  await open(page, "/account/users/new");
  await look(page, "users-new");
});

test("Adding a user is in order: the dialog, refused, and afterwards, with the longest texts", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const user = { login: "john.smith", email: "john", password: "john.smith" };
  const dialog = await fillNewUser(page, { ...user, email: "john.smith@example.com", password: passwords.first });
  await expect(dialog.getByText("Strong", { exact: true })).toBeVisible();
  await look(page, "users-add");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await fillNewUser(page, { ...user, login: "john smith" });
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByText("Use only letters without accents")).toBeVisible();
  await look(page, "users-add-errors");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await addUser(page, { login: "john.smith", description: "Accounting, Tuesdays and Thursdays" });
  await look(page, "users-added");
  await page.getByRole("button", { name: "Dismiss", exact: true }).click();

  const longest = "w".repeat(64);
  const email = `${longest}@${"example.".repeat(22)}com`;
  await addUser(page, { login: longest, email, description: "W".repeat(255) });
  await look(page, "users-longest");
  await page.getByRole("button", { name: "Dismiss", exact: true }).click();
  await choose(page, longest, "Edit");
  await look(page, "users-edit-longest");
  await page.getByRole("button", { name: "Cancel", exact: true }).click();
  await choose(page, longest, "Disable");
  await look(page, "users-disable-longest");
});

test("Every question about a user is in order", async ({ page, cast, signIn, installation }) => {
  const { db, writer } = installation.database;
  await signIn(cast.jane);
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const cancel = () => page.getByRole("button", { name: "Cancel", exact: true }).click();
  await choose(page, "root.b", "Edit");
  await look(page, "users-edit");
  const dialog = page.getByRole("dialog", { name: "Edit root.b", exact: true });
  await dialog.getByLabel("Email", { exact: true }).fill("root.b@stone.example");
  await dialog.getByLabel("Description", { exact: true }).fill("Nights and weekends");
  const { description, version } = await db.person.findUniqueOrThrow({ where: { id: cast.rootB.id } });
  const overtaken = { version: version + 1, description: "Platform team", editedBy: "eleanor", editedAt: new Date() };
  await writer.person.update({ where: { id: cast.rootB.id }, data: overtaken });
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByRole("table", { name: "Theirs and yours", exact: true })).toBeVisible();
  await look(page, "users-conflict");
  await writer.person.update({ where: { id: cast.rootB.id }, data: { description } });
  await cancel();

  await choose(page, "jane", "Set a new password");
  await page.getByRole("button", { name: "Generate a password", exact: true }).click();
  await expect(page.getByText("Strong", { exact: true })).toBeVisible();
  await look(page, "users-set-password");
  await cancel();
  await choose(page, "jane", "Disable");
  await expect(page.getByRole("alertdialog").getByRole("listitem")).not.toHaveCount(0);
  await look(page, "users-disable");
  await cancel();
  await choose(page, "jane", "Remove");
  await look(page, "users-remove");
  await cancel();
  await choose(page, "root.b", "Remove");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(page.getByText("Type root.b to remove this Administrator.")).toBeVisible();
  await look(page, "users-remove-administrator");
});

test("Services are in order: the list in its states, and a service with errors and after a conflict", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { writer } = installation.database;
  await signIn(cast.xavier);
  await open(page, "/services");
  await look(page, "services");
  await visit(page, "/services?status=expiring&type=virtual-server&sort=-renewal&page=2");
  await look(page, "services-filtered");
  await visit(page, "/services?q=nothing-like-this");
  await look(page, "services-nothing");
  const service = cast.services[4]!;
  await open(page, `/services/${service.id}`);
  await look(page, "service");
  await page.getByLabel("Name", { exact: true }).fill("");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Type a name.")).toBeVisible();
  await look(page, "service-errors");
  await page.getByLabel("Name", { exact: true }).fill("W".repeat(255));
  await page.getByLabel("Note", { exact: true }).fill(`Runs every night at two.\n\n${"w".repeat(300)}`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").getByText("is changed")).toBeVisible();
  await page.getByRole("button", { name: "Dismiss", exact: true }).click();
  await look(page, "service-longest");
  await writer.service.update({
    where: { id: service.id },
    data: { version: 9, note: "Runs at three.", editedBy: "eleanor", editedAt: new Date() },
  });
  // The longest name is the same in both.
  await page.getByLabel("Note", { exact: true }).fill("Runs at two.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("table", { name: "Theirs and yours", exact: true })).toBeVisible();
  await look(page, "service-conflict");
  await visit(page, `/services/${cast.services[7]!.id}`);
  await look(page, "service-never-renewed");
  await visit(page, `/services/${cast.services[6]!.id}`);
  await look(page, "service-expired");
  await visit(page, "/account/activity");
  await look(page, "activity-of-services", wide);
});

test("The activity is in order, filtered in every way, empty, and entry by entry", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { database } = installation;
  const gone = await addExtra(database, cast.xavier, { login: "gone", out: "remove" });
  await database.transaction((tx) => erase(tx, gone, new Date()));
  const long = { login: "un_nom_tres_long_qui_ne_finit_jamais.vraiment-jamais-0123456789a" };
  await addExtra(database, cast.xavier, long);
  await signIn(cast.xavier);
  await open(page, "/account/activity?q=o&who=xavier&section=users&from=2026-01-01&person=root.b");
  await look(page, "activity-nobody");
  await visit(
    page,
    `/account/activity?q=root&who=${cast.account.digitalId}&section=users&from=2020-01-01&person=root.b`,
  );
  await expect(page.getByRole("link", { name: "Added the user root.b", exact: true })).toBeVisible();
  await look(page, "activity-narrowed");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('[role="search"] details').evaluate((details: HTMLDetailsElement) => (details.open = true));
  await look(page, "activity-filters", narrow);
  await open(page, "/account/activity?section=users.enable&when=7");
  await look(page, "activity-nothing");
  await visit(page, `/account/activity?person=${gone.id}`);
  await expect(page.getByRole("link", { name: "Removed the user (name erased)", exact: true })).toBeVisible();
  await look(page, "activity-erased");
  await page.getByRole("link", { name: "Removed the user (name erased)", exact: true }).click();
  await expect(page.getByText("were erased together with the user")).toBeVisible();
  await look(page, "activity-erased-line");
  await visit(page, "/account/activity?section=users.add");
  await page.getByRole("link", { name: "Added the user jane", exact: true }).click();
  await expect(page.getByText("This entry is unchanged")).toBeVisible();
  await look(page, "activity-line");
  await visit(page, `/account/activity?person=${long.login}`);
  await expect(page.getByRole("link", { name: /^By or about un_nom/ })).toBeVisible();
  await look(page, "activity-longest");
  await page.getByRole("link", { name: /^Added the user un_nom/ }).click();
  await expect(page.getByRole("link", { name: /^Entries by or about un_nom/ })).toBeVisible();
  await look(page, "activity-line-longest");
  await visit(page, "/account/activity?from=2026-11-20&to=2026-11-10");
  await expect(page.getByText("The first day is after the last")).toBeVisible();
  await expect(page.getByLabel("From", { exact: true })).toHaveValue("2026-11-20");
  await expect(page.getByLabel("To", { exact: true })).toHaveValue("2026-11-10");
  await expect(page.getByRole("heading", { name: "No entry matches", exact: true })).toBeVisible();
  await look(page, "activity-backwards");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('[role="search"] details').evaluate((details: HTMLDetailsElement) => (details.open = true));
  await look(page, "activity-backwards-filters", narrow);
});

test("The emails are in order: none yet, each state, filtered, empty, and one by one", async ({
  page,
  signIn,
  installation,
}) => {
  const { database } = installation;
  // Its own cast, because other tests' actions cause emails too.
  const cast = await addCast(database);
  await signIn(cast.martin);
  await open(page, "/account/emails");
  await look(page, "emails-none");
  const long = { login: "un_nom_tres_long_qui_ne_finit_jamais.vraiment-jamais-0123456789a" };
  const named = await addExtra(database, cast.xavier, long);
  const now = Date.now();
  const params = {
    id: named.signInId,
    device: "Firefox on Linux",
    address: "2001:db8:85a3:8d3:1319:8a2e:370:7348",
    when: new Date(now).toISOString(),
    zone: "Europe/Brussels",
  };
  const ids: string[] = [];
  for (const [n, [to, kind]] of (
    [
      [cast.xavier, "password-changed"],
      [cast.jane, "factor-added"],
      [cast.martin, "new-device"],
      [named, "two-factor-required"],
      [cast.rootB, "address-taken"],
      [named, "new-device"],
    ] as const
  ).entries()) {
    ids.push(await addMail(database, to, { kind, params, now: new Date(now - n * 9_000_000) }));
  }
  const become = (id: string | undefined, data: object) => database.writer.mail.update({ where: { id: id! }, data });
  await become(ids[0], { state: "sent", sentAt: new Date(now) });
  await become(ids[2], { state: "sent", sentAt: new Date(now) });
  await become(ids[3], { state: "failed", problem: "refused 550 5.1.1" });
  await become(ids[4], { state: "void" });
  await become(ids[5], { problem: "unreachable", attempts: 3 });
  await open(page, "/account/emails");
  await expect(page.getByRole("columnheader", { name: "To", exact: true })).toHaveCount(0);
  await look(page, "emails-as-none");
  await signIn(cast.xavier);
  await open(page, "/account/emails");
  await look(page, "emails");
  await open(page, "/account/emails?q=un_nom&about=two-factor");
  await look(page, "emails-narrowed");
  await page.setViewportSize({ width: 360, height: 740 });
  await page.locator('[role="search"] details').evaluate((details: HTMLDetailsElement) => (details.open = true));
  await look(page, "emails-filters", narrow);
  await open(page, "/account/emails?q=nothing-like-this");
  await look(page, "emails-nothing");
  await visit(page, "/account/emails?page=2&about=x");
  await look(page, "emails-misread");
  await open(page, `/account/emails/${ids[0]}`);
  await look(page, "email");
  await visit(page, `/account/emails/${ids[3]}`);
  await look(page, "email-failed");
  await visit(page, `/account/emails/${ids[5]}`);
  await look(page, "email-longest");

  // Failed emails also show where their recipients are listed.
  await giveUp(database, cast.jane.id, { undelivered: ids[1] });
  await giveUp(database, named.id, { undelivered: ids[3], invited: true, passwordHash: null, status: "invited" });
  await giveUp(database, cast.xavier.id, { undelivered: ids[0] });
  await visit(page, "/account/users?sort=username");
  await expect(rowOf(page, long.login)).toContainText("Invitation failed");
  await look(page, "users-unreached");
  await visit(page, "/");
  await expect(page.getByRole("region", { name: "Needs attention", exact: true })).toContainText("1 invitation failed");
  await look(page, "home-unreached");
  await visit(page, "/account");
  await look(page, "account-unreached");
});

/** Marks an email to this user as failed. */
const giveUp = ({ transaction }: OpenDatabase, id: string, data: Prisma.PersonUpdateInput) =>
  transaction(async (tx) => {
    const before = await tx.person.findUniqueOrThrow({ where: { id } });
    await recount(
      await inAccount(tx, operator, "email.set", before.accountId, new Date()),
      before,
      await tx.person.update({ where: { id }, data }),
    );
  });

test("My account is in order for the account holder: general information, security, activity", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account");
  await look(page, "general");
  await page.getByLabel("Phone", { exact: true }).fill("call me");
  const account = page.getByRole("region", { name: "Account", exact: true });
  await account.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Use digits, spaces")).toBeVisible();
  await look(page, "general-errors");
  await open(page, "/account/security");
  await look(page, "security");
  await page.getByRole("button", { name: "Change password", exact: true }).click();
  await expect(page.getByText("Type a password.").first()).toBeVisible();
  await look(page, "security-errors");
  await visit(page, "/account/activity");
  await look(page, "activity");
  await visit(page, "/account/activity?cursor=made-up");
  await look(page, "activity-misread");
  await open(page, "/login");
  await look(page, "login-already");
});

test("The frame is in order: name menu, drawer, and missing pages", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/security");
  await page.getByRole("button", { name: "Xavier Xu", exact: true }).click();
  await expect(page.getByRole("menuitem", { name: "Log out", exact: true })).toBeVisible();
  await look(page, "name-menu");
  await page.keyboard.press("Escape");
  for (const [button, state] of [
    [/^Language/, "language-menu"],
    ["Light or dark", "theme-menu"],
  ] as const) {
    await page.getByRole("button", { name: button }).click();
    const chosen = page.getByRole("menuitemradio", { checked: true });
    const [word, tick] = [await chosen.locator("span").boundingBox(), await chosen.locator("svg").last().boundingBox()];
    expect(tick!.x, `${state}: the tick stands behind its word`).toBeGreaterThanOrEqual(word!.x + word!.width);
    expect(Math.abs(tick!.y - word!.y), `${state}: in the same line`).toBeLessThan(8);
    await look(page, state, wide);
    await page.keyboard.press("Escape");
  }
  await page.setViewportSize({ width: 360, height: 740 });
  await page.getByRole("button", { name: "Sections", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Sections", exact: true })).toBeVisible();
  await look(page, "drawer", narrow);
  // A tablet that is turned while the drawer is open.
  await page.setViewportSize({ width: 1280, height: 740 });
  expect((await page.getByRole("main").boundingBox())!.width).toBeGreaterThan(1000);
  await page.goto("/account/nowhere");
  await look(page, "not-found");
  await page.goto("/services/nowhere");
  await look(page, "not-found-in-section");
});

test("Overlays of every page are in order: find or do, the shortcuts, and logging in again", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { id } = await signIn(cast.xavier);
  await open(page, "/account/users");
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do", exact: true });
  await expect(palette.getByRole("option").first()).toBeVisible();
  await look(page, "palette");
  await page.keyboard.type("jan");
  await expect(palette.getByRole("option", { name: "jane" })).toBeVisible();
  await look(page, "palette-found");
  await palette.getByRole("combobox").fill("xu");
  await expect(palette.getByRole("option", { name: "xu-old.example" })).toBeVisible();
  await look(page, "palette-services");
  await palette.getByRole("combobox").fill("jan");
  await expect(palette.getByRole("option", { name: "jane" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(palette.getByRole("option", { name: "Remove" })).toBeVisible();
  await look(page, "palette-user");
  await page.keyboard.type("zzz");
  await expect(palette.getByText("No results for")).toBeVisible();
  await look(page, "palette-nothing");
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  await page.keyboard.press("?");
  await expect(page.getByRole("dialog", { name: "Keyboard shortcuts", exact: true })).toBeVisible();
  await look(page, "shortcuts");
  await page.keyboard.press("Escape");

  const adding = await fillNewUser(page, { login: "late" });
  await installation.database.writer.session.delete({ where: { id } });
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  const again = page.getByRole("dialog", { name: "You were logged out", exact: true });
  await expect(again.getByLabel("Password", { exact: true })).toBeFocused();
  // Another language would need a redraw, which a logged-out browser cannot get.
  const asItIs = (view: (typeof views)[number]) => view !== views[3];
  await look(page, "come-back", asItIs);
  await again.getByLabel("ID or email", { exact: true }).fill(cast.martin.signInId);
  await again.getByLabel("Password", { exact: true }).fill(castPassword);
  await page.keyboard.press("Enter");
  await expect(adding.getByRole("alert")).toContainText(`you are now logged in as ${cast.martin.signInId}`);
  await look(page, "come-back-other", asItIs);
});

test("The list of users is complete on paper, without controls", async ({ page, cast, signIn, installation }) => {
  await addExtra(installation.database, cast.xavier, { login: "printed".repeat(9) });
  await signIn(cast.xavier);
  await open(page, "/account/users?sort=username");
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await expect(page.getByRole("button")).toHaveCount(0);
  await expect(page.getByRole("searchbox")).toHaveCount(0);
  await expect(page.getByRole("columnheader", { name: "Password changed", exact: true })).toBeVisible();
  await expect(rowOf(page, "jane")).toBeVisible();
  expect(await page.evaluate(() => getComputedStyle(document.querySelector("main")!).backgroundColor)).toMatch(
    /255, 255, 255|^white|oklch\(1 /,
  );
  const folder = process.env.SHOTS;
  await page.pdf({ format: "A4", path: folder && `${folder}/users.pdf` });
  await expect(page.getByText(`Printed from ${page.url()} on`)).toBeVisible();
  // The width of A4 between its margins.
  await page.setViewportSize({ width: 700, height: 990 });
  await expect(page.getByRole("columnheader", { name: "Password changed", exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page, "users on paper");
  // Two lines at most: a long login beside them must not split their words.
  for (const { height } of await boxesOf(page.getByRole("columnheader"))) expect(height).toBeLessThan(60);
  if (folder) await page.screenshot({ path: `${folder}/users-print.png`, fullPage: true });
});

test("A service on paper shows its facts, without controls", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, `/services/${cast.services[4]!.id}`);
  await page.emulateMedia({ media: "print" });
  await expect(page.getByText("vps-7f3b90", { exact: true })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/service-print.png`, fullPage: true });
});

test("No column heading is cut, at any width and in both languages", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  for (const path of [
    "/account/users?sort=last-login",
    "/account/users?status=removed",
    "/services",
    "/account/emails",
    "/account/activity",
  ]) {
    await open(page, path);
    for (const language of ["en", "fr"]) {
      await speak(page, language);
      for (const width of rounds(widthsOfTables, everyWidth)) {
        await page.setViewportSize({ width, height: 740 });
        expect.soft(await cutHeads(page), `${path} in ${language}`).toEqual([]);
      }
    }
  }
});

const boxesOf = (found: Locator) =>
  found.evaluateAll((elements) => elements.map((element) => element.getBoundingClientRect().toJSON() as DOMRect));

const everyWidth = Array.from({ length: (1600 - 320) / 8 + 1 }, (_, step) => 320 + 8 * step);

test("While light changes to dark, nothing is unreadable halfway", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  await open(page, "/account/users");
  await page.emulateMedia({ colorScheme: "dark" });
  const moving = await page.evaluate(() =>
    document.getAnimations().map((animation) => (animation as CSSTransition).transitionProperty),
  );
  expect(moving.filter((property) => /^(color|background|opacity)/.test(property))).toEqual([]);
});

test("In forced-colors mode, borders, states and the focus are visible", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await page.emulateMedia({ forcedColors: "active" });
  await open(page, "/account/users");
  const folder = process.env.SHOTS;
  if (folder) await page.screenshot({ path: `${folder}/users-forced.png` });
  await choose(page, "jane", "Edit");
  const dialog = page.getByRole("dialog", { name: "Edit jane", exact: true });
  await expect(dialog).toHaveCSS("border-top-style", "solid");
  if (folder) await page.screenshot({ path: `${folder}/users-edit-forced.png` });
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("dialog").getByRole("option", { selected: true })).toHaveCSS("outline-style", "solid");
});

test("The result of an action is in order, with its undo", async ({ page, cast, signIn, installation }) => {
  await addExtra(installation.database, cast.xavier, { login: "undone", out: "disable" });
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, "undone", "Enable");
  await page.getByRole("button", { name: "Undo", exact: true }).focus();
  await look(page, "users-undo");
});

test("What Jane, a User, may not do is in order too", async ({ page, cast, signIn }) => {
  await signIn(cast.jane);
  await open(page, "/account/users");
  await openMenu(page, "martin");
  await look(page, "users-as-user");
  await page.goto("/account/users/new");
  await look(page, "forbidden");
});

test("What Martin, whose privilege is None, may only read is in order too", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await open(page, "/account/users");
  await expect(rowOf(page, "martin")).toContainText("you");
  await look(page, "users-as-none");
  await visit(page, "/account");
  await look(page, "general-as-none");
  await open(page, `/services/${cast.services[5]!.id}`);
  await look(page, "service-as-none");
});

test("Martin's theme wins over the system's", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await page.emulateMedia({ colorScheme: "light" });
  await open(page, "/account");
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  await page.getByLabel("Theme", { exact: true }).selectOption("Dark");
  const profile = page.getByRole("region", { name: "Your profile", exact: true });
  await profile.getByRole("button", { name: "Save", exact: true }).click();
  await expect.poll(ground).not.toBe(light);
  await page.reload();
  await awake(page);
  expect(await ground()).not.toBe(light);
  await look(page, "general-chosen-dark", wide);
});

test("Two-factor authentication is in order: the security page with its dialogs, and the step after the password", async ({
  page,
  cast,
  signIn,
  installation,
  context,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  await plugIn(page, { verifies: true, resident: true });
  await signIn(person);
  await open(page, paths.security);
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add an authenticator app", exact: true });
  await look(page, "factor-app");
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByText("Type the code.")).toBeVisible();
  await look(page, "factor-app-errors");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  await page.getByRole("button", { name: "Add a security key or passkey", exact: true }).click();
  await look(page, "factor-key");
  await page.getByRole("dialog").getByRole("button", { name: "Cancel", exact: true }).click();

  const app = await giveApp(installation, person, "Pixel 9 of the design studio on the second floor");
  await giveKey(installation, person);
  await open(page, paths.security);
  await look(page, "security-two-factor");
  await page.getByRole("button", { name: "Generate backup codes", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Ten backup codes" })).toBeVisible();
  await look(page, "factor-codes");
  await page.getByRole("button", { name: "I have saved them", exact: true }).click();
  await page.getByRole("button", { name: "Generate backup codes", exact: true }).click();
  await look(page, "factor-codes-again");
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Remove Blue key", exact: true }).click();
  await expect(page.getByRole("dialog").getByLabel("Code", { exact: true })).toBeVisible();
  await look(page, "factor-remove");
  await page.getByRole("dialog").getByRole("button", { name: "Use a security key or passkey", exact: true }).click();
  await look(page, "factor-remove-key");
  await page.keyboard.press("Escape");

  await installation.database.writer.session.updateMany({
    where: { personId: person.id },
    data: { provedAt: new Date(0) },
  });
  await page.getByRole("button", { name: "Add an authenticator app", exact: true }).click();
  await expect(
    page.getByRole("dialog", { name: "Confirm it’s you" }).getByLabel("Password", { exact: true }),
  ).toBeVisible();
  // The pending action behind the dialog prevents a redraw in another language.
  await look(page, "confirm", ({ width, scheme }) => width === 1280 || scheme === "dark");
  await open(page, paths.confirm);
  await look(page, "confirm-page");

  const { token } = await startSession(installation, person, { factorDue: true });
  await context.addCookies([{ name: sessionCookie(installation.origin), value: token, url: installation.origin }]);
  await open(page, `${paths.verify}?method=app`);
  await look(page, "verify");
  await page.getByLabel("Code", { exact: true }).fill(`${app.code()}0`);
  await page.getByRole("button", { name: "Verify", exact: true }).click();
  await expect(page.getByText("A code from an authenticator app has exactly six digits from 0 to 9.")).toBeVisible();
  await look(page, "verify-refused");
  for (const method of ["key", "code", "other"]) {
    await open(page, `${paths.verify}?method=${method}`);
    await look(page, `verify-${method}`);
  }
  const whose = { where: { personId: person.id } };
  await installation.database.writer.factor.deleteMany(whose);
  await installation.database.writer.backupCode.deleteMany(whose);
  await open(page, paths.verify);
  await expect(page.getByText("You have no verification method left")).toBeVisible();
  await look(page, "verify-none");
});

test("Sessions and the login history are in order: few, many and none, the user's own and another user's", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(person);
  await open(page, paths.history);
  await expect(page.getByText("Nothing yet.")).toBeVisible();
  await look(page, "history-empty");

  const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
  const phone = { method: "passkey", ip: "2001:db8:85a3:8d3:1319:8a2e:370:7348", userAgent: browsers.iphone };
  await startSession(installation, person, { ...phone, createdAt: ago(300), lastSeenAt: ago(12) });
  await startSession(installation, person, {
    method: "app",
    ip: "192.0.2.81",
    userAgent: browsers.chrome,
    createdAt: ago(2000),
    lastSeenAt: ago(26),
  });
  const tries = [
    { method: "app" },
    { outcome: "factor-asked" },
    { outcome: "wrong-code", method: "app", ip: "192.0.2.81", userAgent: browsers.chrome },
    phone,
    { outcome: "wrong-password", ip: "198.51.100.200", userAgent: "" },
    { outcome: "disabled" },
  ];
  await addTries(installation, person, [...tries, ...tries, ...tries, ...tries, ...tries]);
  await open(page, paths.security);
  await expect(page.getByText("Ghent, Belgium").first()).toBeVisible();
  await look(page, "security-sessions");
  await visit(page, paths.history);
  await look(page, "history");
  await page.getByRole("link", { name: "Older", exact: true }).click();
  await expect(page.getByRole("link", { name: "Newer", exact: true })).toBeVisible();
  await look(page, "history-last");
  await visit(page, `${paths.history}?cursor=made-up`);
  await look(page, "history-misread");

  await signIn(cast.xavier);
  await open(page, "/account/users");
  await choose(page, person.login, "Sessions");
  const dialog = page.getByRole("dialog", { name: `Sessions of ${person.login}`, exact: true });
  await expect(dialog.getByRole("listitem")).toHaveCount(3);
  await look(page, "users-sessions");
  await dialog.getByRole("button", { name: "End the session Safari on iPhone", exact: true }).click();
  await expect(dialog.getByText(`1 session of ${person.login} ended`)).toBeVisible();
  await expect(dialog.getByRole("listitem")).toHaveCount(2);
  await look(page, "users-sessions-one-ended");
  await dialog.getByRole("button", { name: "End all sessions", exact: true }).click();
  await expect(page.getByText(`2 sessions of ${person.login} ended`)).toBeVisible();
  await choose(page, person.login, "Sessions");
  await expect(dialog.getByText(`${person.login} is not logged in.`)).toBeVisible();
  await look(page, "users-sessions-none");

  for (let n = 0; n < 30; n++)
    await startSession(installation, person, { userAgent: browsers.firefox, lastSeenAt: ago(1) });
  await signIn(person);
  await open(page, paths.security);
  await expect(page.getByText("6 more sessions are open.")).toBeVisible();
  await look(page, "security-sessions-many", narrow);
});

test("A forgotten password, email links, and required two-factor are in order", async ({
  page,
  installation,
  context,
}) => {
  const { database } = installation;
  const cast = await addCast(database);
  const person = await addExtra(database, cast.xavier, { login: word() });
  await open(page, paths.forgotten);
  await look(page, "forgotten");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("Type your ID or email address.", { exact: true })).toBeVisible();
  await look(page, "forgotten-errors");
  await page.getByLabel("ID or email", { exact: true }).fill("0000-000-00");
  await page.getByRole("button", { name: "Send", exact: true }).click();
  await expect(page.getByText("an email is on its way")).toBeVisible();
  await look(page, "forgotten-asked", wide);
  await open(page, `${paths.reset}?token=${await giveLink(installation, person, "reset")}`);
  await look(page, "reset");
  await open(page, `${paths.reset}?token=${await giveLink(installation, person, "activation")}`);
  await look(page, "reset-first", wide);
  await open(page, `${paths.reset}?token=old`);
  await look(page, "reset-over");

  const holder = await startSession(installation, cast.xavier);
  await context.addCookies([
    { name: sessionCookie(installation.origin), value: holder.token, url: installation.origin },
  ]);
  await giveApp(installation, cast.jane);
  await giveApp(installation, cast.rootB);
  await open(page, paths.users);
  await look(page, "users-two-factor");
  await page.getByRole("button", { name: "Add a user", exact: true }).click();
  await page.getByRole("switch", { name: "Email an activation link", exact: true }).check();
  await look(page, "users-invite");
  await page.keyboard.press("Escape");
  await choose(page, "jane", "Reset two-factor");
  await look(page, "users-reset-two-factor");
  await page.keyboard.press("Escape");
  await choose(page, "jane", "Set a new password");
  await page.getByRole("button", { name: "Email them a link instead", exact: true }).click();
  await look(page, "users-send-link");
  await page.keyboard.press("Escape");
  await open(page, paths.home);
  await look(page, "home-two-factor");

  const id = await addMail(database, cast.xavier, { kind: "codes-made" });
  await database.writer.mail.update({ where: { id }, data: { state: "sent", sentAt: new Date() } });
  await open(page, paths.security);
  await page.getByRole("button", { name: "Require two-factor", exact: true }).click();
  await expect(page.getByRole("dialog").getByText(/people? (has|have) it/)).toBeVisible();
  await look(page, "require");
  await page.keyboard.press("Escape");

  const required = { twoFactorFor: "everyone", twoFactorFrom: new Date(0) };
  await database.writer.account.update({ where: { id: cast.account.id }, data: required });
  await open(page, paths.enrol);
  await look(page, "enrol");
  await page.getByRole("button", { name: "Send the email", exact: true }).click();
  await expect(page.getByText("The email is on its way")).toBeVisible();
  await look(page, "enrol-asked", wide);
  await open(page, `${paths.confirmEnrolment}?token=x`);
  await look(page, "enrol-confirm");
  await database.writer.session.update({ where: { id: holder.id }, data: { mailProved: true } });
  await open(page, paths.enrol);
  await look(page, "enrol-factors");
});

test("The pages of email links are in order, and the forms that a mail server adds", async ({
  page,
  cast,
  installation,
  context,
}) => {
  const long = `${"w".repeat(64)}@${"example.".repeat(10)}com`;
  const person = await addExtra(installation.database, cast.xavier, { login: word() });
  await open(page, `${paths.confirmSignUp}?token=${await giveSignUpLink(installation, long)}`);
  await look(page, "confirm-sign-up");
  const data = JSON.stringify({ email: long });
  await open(page, `${paths.confirmEmail}?token=${await giveLink(installation, person, "confirm-address", { data })}`);
  await look(page, "confirm-address");
  await open(page, `${paths.notMe}?token=${await giveLink(installation, person, "take-back", { data })}`);
  await look(page, "not-me");
  for (const [name, path] of [
    ["confirm-sign-up", paths.confirmSignUp],
    ["confirm-address", paths.confirmEmail],
    ["not-me", paths.notMe],
  ] as const) {
    await visit(page, `${path}?token=used`);
    await look(page, `${name}-over`);
  }
  await visit(page, `${paths.confirmEmail}?done=1`);
  await look(page, "confirm-address-done");

  const mailing = await startMailing(installation);
  const { origin } = mailing.place;
  origins.push(origin);
  const { xavier } = await addCast(mailing.place.database);
  await open(page, `${origin}${paths.signUp}?asked=1`);
  await look(page, "signup-asked");
  const { token } = await startSession(mailing.place, xavier);
  await context.addCookies([{ name: sessionCookie(origin), value: token, url: origin }]);
  await open(page, `${origin}${paths.account}`);
  const setting = page.getByRole("region", { name: "Email address", exact: true });
  await setting.getByLabel("Email", { exact: true }).fill("xavier");
  await setting.getByRole("button", { name: "Change email", exact: true }).click();
  await expect(setting.getByText("Type a complete address")).toBeVisible();
  await look(page, "email-address-errors");
  await setting.getByLabel("Email", { exact: true }).fill("xavier@elsewhere.example");
  await setting.getByRole("button", { name: "Change email", exact: true }).click();
  await expect(setting.getByText("Check the inbox of the new address")).toBeVisible();
  await look(page, "email-address-asked");
  await page.goto("about:blank");
  await mailing.stop();
});
