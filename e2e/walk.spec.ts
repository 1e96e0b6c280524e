import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import {
  addUser,
  anotherBrowser,
  awake,
  choose,
  fillNewUser,
  logIn,
  open,
  openMenu,
  passwords,
  renewPassword,
  rowOf,
  signUp,
} from "@/e2e/person";

/**
 * The whole guide in its natural order: Ada holds an account and gives Jane (User), Martin (None) and Ann (Administrator) their own logins.
 * Zoe is an Administrator of another account.
 */
test.describe.configure({ mode: "serial", timeout: 60_000 });
test.use({ reducedMotion: "no-preference" });

let ada: Page;
let jane: Page;
let digitalId = "";
let email = "";
const title = (page: Page, name: string) => page.getByRole("heading", { name, exact: true });
const notice = (page: Page, sentence: string) => page.getByRole("status").getByText(sentence);

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  ada = await context.newPage();
  jane = await anotherBrowser(browser);
});

test.afterAll(async () => {
  await ada.context().close();
  await jane.context().close();
});

const clipboard = () => ada.evaluate(() => navigator.clipboard.readText());

test("Ada creates an account and sees its digital ID", async () => {
  await open(ada, "/");
  await expect(ada).toHaveURL(/\/login/);
  await ada.getByRole("link", { name: "Create an account", exact: true }).click();
  await expect(title(ada, "Create an account")).toBeVisible();
  ({ digitalId, email } = await signUp(ada, { organisation: "Stone & Daughters" }));

  expect(digitalId).toMatch(/^\d{4}-\d{3}-\d{2}$/);
  await expect(title(ada, "User management")).toBeVisible();
  await expect(ada.getByRole("status").getByText("Welcome. This is your digital ID")).toBeVisible();
  await expect(title(ada, "Only the account holder can log in so far")).toBeVisible();
  await ada.getByRole("button", { name: `Copy ${digitalId}`, exact: true }).click();
  await expect.poll(clipboard).toBe(digitalId);
});

test("Ada adds Jane and gets the ID to send her", async () => {
  await open(ada, "/account");
  await ada.getByRole("button", { name: "Ada Stone", exact: true }).click();
  await ada.getByRole("menuitem", { name: "My account", exact: true }).click();
  await ada.getByRole("link", { name: "User management", exact: true }).click();
  await expect(title(ada, "User management")).toBeVisible();

  const dialog = await fillNewUser(ada, { login: "jane", privilege: "User", description: "Accounting" });
  await expect(dialog.getByText(`Logs in as ${digitalId}/jane`)).toBeVisible();
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();

  await expect(dialog).toBeHidden();
  await expect(rowOf(ada, "jane")).toContainText("Accounting");
  await expect(rowOf(ada, "jane")).toContainText("Password change required");
  const message = ada.locator(".toast").filter({ hasText: "jane is added" });
  await expect(message).toContainText(`${digitalId}/jane`);
  await message.getByRole("button", { name: "Copy", exact: true }).click();
  await expect.poll(clipboard).toBe(`${digitalId}/jane`);
  await message.getByRole("button", { name: "Copy sign-in instructions", exact: true }).click();
  await expect.poll(clipboard).toContain("/login?id=");
  expect(await clipboard()).toContain(`${digitalId}/jane`);
  expect(await clipboard()).not.toContain(passwords.first);
  await message.getByRole("button", { name: "Dismiss", exact: true }).click();
  await expect(message).toBeHidden();
});

test("Jane logs in with it, and nothing opens before she has set her own password", async () => {
  await open(jane, `/login?id=${digitalId}/jane`);
  await expect(jane.getByLabel("ID or email", { exact: true })).toHaveValue(`${digitalId}/jane`);
  await jane.getByLabel("Password", { exact: true }).fill(passwords.first);
  await jane.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(jane).toHaveURL(/\/login\/new-password$/);
  for (const path of ["/account", "/account/users", "/account/security", "/account/activity"]) {
    await jane.goto(path);
    await expect(jane).toHaveURL(/\/login\/new-password$/);
  }
  await renewPassword(jane, passwords.own);
  await expect(jane.getByRole("button", { name: "jane", exact: true })).toBeVisible();
});

test("Jane, a User, can change the account but not its users", async () => {
  await open(jane, "/account");
  await jane.getByLabel("City", { exact: true }).fill("Turin");
  const account = jane.getByRole("region", { name: "Account", exact: true });
  await account.getByRole("button", { name: "Save", exact: true }).click();
  await expect(notice(jane, "Saved")).toBeVisible();

  await jane.getByRole("link", { name: "User management", exact: true }).click();
  await mayNotManage(jane);
});

test("Martin, whose privilege is None, can read everything and change nothing", async ({ browser }) => {
  await addUser(ada, { login: "Martin", privilege: "None", mustChange: false });
  const martin = await anotherBrowser(browser);
  const handle = (await ada.getByRole("main").innerText()).match(/[a-z]{2}\d{5}-[a-z]+/)![0];
  await logIn(martin, ` ${handle.toUpperCase()}/mARTIN `, passwords.first);
  await readsHome(martin);
  await martin.getByRole("link", { name: "My account", exact: true }).click();
  await expect(martin.getByText("Turin")).toBeVisible();
  await expect(martin.getByLabel("City", { exact: true })).toHaveCount(0);
  const account = martin.getByRole("region", { name: "Account", exact: true });
  const reason = "Only a User, an Administrator or the account holder can change the account’s general information";
  await expect(account.getByText(reason)).toBeVisible();
  await expect(account.getByRole("button", { name: "Save" })).toBeDisabled();
  await expect(account.getByText("Stone & Daughters")).toBeVisible();

  await martin.getByRole("link", { name: "User management", exact: true }).click();
  await mayNotManage(martin);
  await martin.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(martin.getByRole("row").filter({ hasText: "Added the user jane" })).toBeVisible();

  await open(martin, "/account");
  const profile = martin.getByRole("region", { name: "Your profile", exact: true });
  await profile.getByLabel("Display name", { exact: true }).fill("Martin the Reader");
  await profile.getByRole("button", { name: "Save", exact: true }).click();
  await expect(martin.getByRole("button", { name: "Martin the Reader", exact: true })).toBeVisible();
  await martin.context().close();
});

test("Ann, an Administrator, manages the users, but neither herself nor the account holder", async ({ browser }) => {
  await addUser(ada, { login: "ann", privilege: "Administrator", mustChange: false });
  const ann = await anotherBrowser(browser);
  await logIn(ann, `${digitalId.replaceAll("-", "")}/ann`, passwords.first);
  // Home shows what needs attention, and links to it.
  await expect(ann.getByText("You can change every section, and manage users.")).toBeVisible();
  await ann.getByRole("link", { name: /^All \d users$/ }).click();
  await addUser(ann, { login: "peter", privilege: "User" });

  await expect(rowOf(ann, "peter")).toBeVisible();
  await expect(ann.getByRole("row")).toHaveCount(5);
  await expect(ann.getByRole("table")).not.toContainText("Ada");
  const own = await openMenu(ann, "ann");
  for (const [item, reason] of [
    ["Disable", "You cannot disable yourself"],
    ["Remove", "You cannot remove yourself"],
  ] as const) {
    await expect(own.getByRole("menuitem", { name: item, exact: true })).toBeDisabled();
    await expect(own.getByText(reason)).toBeVisible();
  }
  await own.getByRole("menuitem", { name: "Edit", exact: true }).click();
  const dialog = ann.getByRole("dialog", { name: "Edit ann", exact: true });
  await expect(dialog.getByRole("radio", { name: "User", exact: true })).toBeDisabled();
  await expect(dialog.getByText("You cannot lower your own privilege").first()).toBeVisible();
  await ann.context().close();
});

test("Zoe, an Administrator of another account, sees nothing of this one", async ({ browser }) => {
  const other = await anotherBrowser(browser);
  const account = await signUp(other, { firstName: "Olga", lastName: "Reed" });
  await awake(other);
  await addUser(other, { login: "jane", privilege: "Administrator", mustChange: false });
  const zoe = await anotherBrowser(browser);
  await logIn(zoe, `${account.digitalId}/jane`, passwords.first);

  const paths = ["/account", "/account/users", "/account/users?q=Martin", "/account/users?q=ann", "/account/activity"];
  for (const path of paths) {
    await zoe.goto(path);
    await expect(title(zoe, "My account")).toBeVisible();
    const page = zoe.getByRole("main");
    for (const theirs of [digitalId, "Ada Stone", "Stone & Daughters", "Accounting", "peter"]) {
      await expect(page).not.toContainText(theirs);
    }
  }
  await zoe.goto("/account/users");
  await expect(zoe.getByRole("row")).toHaveCount(2);
  await other.context().close();
  await zoe.context().close();
});

test("Jane is refused as soon as Ada disables her, and let in again when she is enabled", async ({ browser }) => {
  await open(ada, "/account/users");
  await choose(ada, "jane", "Disable");
  const question = ada.getByRole("alertdialog", { name: "Disable jane?", exact: true });
  await expect(question.getByRole("listitem")).toHaveCount(1);
  await question.getByRole("button", { name: "Disable", exact: true }).click();
  await expect(notice(ada, "jane is disabled")).toBeVisible();
  await expect(notice(ada, "1 session ended.")).toBeVisible();
  await expect(rowOf(ada, "jane")).toContainText("Disabled");

  // Every click in her open pages is refused.
  await jane.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(jane).toHaveURL(/\/login\?next=/);
  await expect(title(jane, "Log in")).toBeVisible();
  await logIn(jane, `${digitalId}/jane`, passwords.own);
  await expect(jane.getByText("or your access is disabled")).toBeVisible();

  await choose(ada, "jane", "Enable");
  await expect(notice(ada, "jane is enabled")).toBeVisible();
  await expect(rowOf(ada, "jane")).toContainText("Enabled");
  const again = await anotherBrowser(browser);
  await logIn(again, `${digitalId}/jane`, passwords.own);
  await expect(title(again, "Account of Stone & Daughters")).toBeVisible();
  await again.context().close();
});

test("Ada and Ann edit Jane at once: Ann sees both versions, and nothing is overwritten", async ({ browser }) => {
  const ann = await anotherBrowser(browser);
  await logIn(ann, `${digitalId}/ann`, passwords.first);
  await ann.getByRole("link", { name: /^All \d users$/ }).click();
  await choose(ann, "jane", "Edit");
  const hers = ann.getByRole("dialog", { name: "Edit jane", exact: true });
  await hers.getByLabel("Email", { exact: true }).fill("jane@stone.example");
  await hers.getByLabel("Description", { exact: true }).fill("Purchasing");

  await choose(ada, "jane", "Edit");
  const first = ada.getByRole("dialog", { name: "Edit jane", exact: true });
  await first.getByLabel("Description", { exact: true }).fill("Payroll");
  await first.getByRole("radio", { name: "None", exact: true }).check();
  await first.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(notice(ada, "jane is changed")).toBeVisible();
  await expect(rowOf(ada, "jane")).toContainText("Payroll");

  await hers.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(hers.getByRole("alert").filter({ hasText: "Ada Stone changed jane" })).toBeVisible();
  const versions = hers.getByRole("table", { name: "Theirs and yours", exact: true });
  await expect(versions.getByRole("row").filter({ hasText: "Description" })).toContainText("Payroll");
  await expect(versions.getByRole("row").filter({ hasText: "Description" })).toContainText("Purchasing");
  await hers.getByRole("radio", { name: "Privilege: Theirs", exact: true }).check();
  await hers.getByRole("radio", { name: "Description: Theirs", exact: true }).check();
  await hers.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(notice(ann, "jane is changed")).toBeVisible();
  await expect(rowOf(ann, "jane")).toContainText("Payroll");
  await expect(rowOf(ann, "jane")).toContainText("None");
  await ann.context().close();
});

test("Ada sets a new password for Martin, who must change it at his next login", async ({ browser }) => {
  await choose(ada, "Martin", "Set a new password");
  const dialog = ada.getByRole("dialog", { name: "Set a new password for Martin", exact: true });
  await dialog.getByRole("button", { name: "Generate a password", exact: true }).click();
  const password = await dialog.getByLabel("Password", { exact: true }).inputValue();
  expect(password.length).toBeGreaterThanOrEqual(16);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(notice(ada, "Martin has a new password")).toBeVisible();
  await expect(rowOf(ada, "Martin")).toContainText("Password change required");

  const martin = await anotherBrowser(browser);
  await logIn(martin, `${digitalId}/Martin`, passwords.first);
  await expect(martin.getByText("do not match")).toBeVisible();
  await logIn(martin, `${digitalId}/Martin`, password);
  await renewPassword(martin, passwords.own);
  await martin.context().close();
});

test("Ada removes Peter by a click and Ann by typing her login, and restores Ann", async ({ browser }) => {
  await choose(ada, "peter", "Remove");
  const asked = ada.getByRole("alertdialog", { name: "Remove peter?", exact: true });
  await asked.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(notice(ada, "peter is removed")).toBeVisible();
  await expect(rowOf(ada, "peter")).toHaveCount(0);

  await choose(ada, "ann", "Remove");
  const question = ada.getByRole("alertdialog", { name: "Remove ann?", exact: true });
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(question.getByText("Type ann to remove this Administrator.")).toBeVisible();
  await question.getByLabel("Type ann to confirm", { exact: true }).fill("ann");
  await question.getByRole("button", { name: "Remove", exact: true }).click();
  await expect(notice(ada, "ann is removed")).toBeVisible();
  const ann = await anotherBrowser(browser);
  await logIn(ann, `${digitalId}/ann`, passwords.first);
  await expect(ann.getByText("or your access is disabled")).toBeVisible();

  await ada.getByRole("combobox", { name: "Status", exact: true }).selectOption("Removed");
  await expect(ada).toHaveURL(/status=removed/);
  await expect(rowOf(ada, "peter")).toContainText("can be restored until");
  await choose(ada, "ann", "Restore");
  await expect(notice(ada, "ann is restored")).toBeVisible();
  await expect(rowOf(ada, "ann")).toHaveCount(0);
  await logIn(ann, `${digitalId}/ann`, passwords.first);
  await expect(title(ann, "Account of Stone & Daughters")).toBeVisible();
  await ann.context().close();
});

test("The activity shows all of it in sentences, and no password", async () => {
  await ada.getByRole("link", { name: "Activity", exact: true }).click();
  const line = (sentence: string) => ada.getByRole("row").filter({ hasText: sentence }).first();
  for (const sentence of [
    "Created the account",
    "Added the user jane",
    "Changed the general information",
    "Added the user peter",
    "Disabled the user jane",
    "Enabled the user jane",
    "Edited the user jane",
    "Set a new password for Martin",
    "Replaced the password that had to be changed",
    "Removed the user ann",
    "Restored the user ann",
  ]) {
    await expect(line(sentence)).toBeVisible();
  }
  await expect(line("Changed the general information")).toContainText("jane");
  await expect(line("Changed the general information")).toContainText("Turin");
  await expect(ada.getByRole("row").filter({ hasText: "Accounting" }).filter({ hasText: "Payroll" })).toBeVisible();
  for (const password of Object.values(passwords)) await expect(ada.getByRole("main")).not.toContainText(password);
});

test("Ada logs out, and Back shows nothing", async () => {
  await ada.getByRole("button", { name: "Ada Stone", exact: true }).click();
  await ada.getByRole("menuitem", { name: "Log out", exact: true }).click();
  await expect(ada.getByText("You are logged out.")).toBeVisible();
  await ada.goBack();
  await expect(title(ada, "Log in")).toBeVisible();
  await expect(ada.getByText(digitalId)).toHaveCount(0);

  await logIn(ada, `  ${email.toUpperCase()} `, passwords.holder);
  await expect(title(ada, "Account of Stone & Daughters")).toBeVisible();
});

/** Home shows the account holder, the user's rights, and whom to ask. */
async function readsHome(page: Page) {
  await expect(title(page, "Account of Stone & Daughters")).toBeVisible();
  await expect(
    page.getByText("You can read every section. You can change only your own login and profile."),
  ).toBeVisible();
  await expect(page.getByText("For anything else, ask Ada Stone, the account holder.")).toBeVisible();
  await expect(page.getByRole("region", { name: "Latest activity", exact: true })).toContainText(
    "Added the user Martin",
  );
}

/** Sees the users, and for each action only why it is not allowed. */
async function mayNotManage(page: Page) {
  await expect(title(page, "User management")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeDisabled();
  await expect(page.getByText("Only an Administrator can add a user")).toBeVisible();
  const menu = await openMenu(page, "jane");
  for (const [item, reason] of [
    ["Edit", "edit a user"],
    ["Set a new password", "set a new password for a user"],
    ["Disable", "disable a user"],
    ["Remove", "remove a user"],
  ] as const) {
    await expect(menu.getByRole("menuitem", { name: item, exact: true })).toBeDisabled();
    await expect(menu.getByText(`Only an Administrator can ${reason}`)).toBeVisible();
  }
  await page.keyboard.press("Escape");
  await expect(menu).toBeHidden();
}
