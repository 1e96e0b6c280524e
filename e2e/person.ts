import { expect, type Browser, type Locator, type Page } from "@playwright/test";
import { randomBytes } from "node:crypto";

/** What a person does on the pages, by the words that they see. */

export const passwords = {
  holder: "quartz lantern otter velvet",
  first: "marble canyon ribbon acorn",
  own: "thunder biscuit meadow violin",
  newer: "copper falcon drizzle pillow",
};

/** A text that is nowhere else in the database. */
export const unique = () => randomBytes(5).toString("hex");

/** A separate browser, for another user. */
export async function anotherBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext()).newPage();
}

/** Waits until React has hydrated the page. Before that, forms and links work as without JavaScript. */
export async function awake(page: Page) {
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("main") ?? {}).some((key) => key.startsWith("__react")),
  );
}

export async function open(page: Page, path: string) {
  await page.goto(path);
  await awake(page);
}

export async function logIn(page: Page, id: string, password: string) {
  await open(page, "/login");
  await page.getByLabel("ID or email", { exact: true }).fill(id);
  await page.getByLabel("Password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Log in", exact: true }).click();
  const inside = page.getByRole("banner").getByRole("group", { name: "Where you are", exact: true });
  const due = page.getByRole("heading", { name: "Set a new password", exact: true });
  await expect(page.getByRole("main").getByRole("alert").first().or(inside).or(due)).toBeVisible();
}

/** Creates an account and returns its digital ID from the page. */
export async function signUp(page: Page, { firstName = "Ada", lastName = "Stone", organisation = "" } = {}) {
  const email = `${unique()}@example.com`;
  await open(page, "/signup");
  await page.getByLabel("First name", { exact: true }).fill(firstName);
  await page.getByLabel("Last name", { exact: true }).fill(lastName);
  await page.getByLabel("Organisation", { exact: true }).fill(organisation);
  await page.getByLabel("Email", { exact: true }).fill(email);
  await page.getByLabel("Password", { exact: true }).fill(passwords.holder);
  await page.getByRole("button", { name: "Create account", exact: true }).click();
  await expect(page).toHaveURL(/\/account\/users/);
  const digitalId = await page
    .getByRole("main")
    .getByText(/^\d{4}-\d{3}-\d{2}$/)
    .first()
    .innerText();
  return { email, digitalId: digitalId.trim() };
}

export type NewUser = {
  login: string;
  email?: string;
  password?: string;
  privilege?: "None" | "User" | "Administrator";
  description?: string;
  mustChange?: boolean;
};

/** Opens *Add a user* and fills it in, without confirming. */
export async function fillNewUser(page: Page, user: NewUser): Promise<Locator> {
  await page.getByRole("button", { name: "Add a user", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Add a user", exact: true });
  await fillUserFields(dialog, user);
  return dialog;
}

export async function fillUserFields(form: Page | Locator, user: NewUser) {
  const { login, email = `${user.login}@example.com`, password = passwords.first } = user;
  await form.getByLabel("ID", { exact: true }).fill(login);
  await form.getByLabel("Email", { exact: true }).fill(email);
  await form.getByLabel("Password", { exact: true }).fill(password);
  if (user.privilege) await form.getByRole("radio", { name: user.privilege, exact: true }).check();
  if (user.description) await form.getByLabel("Description", { exact: true }).fill(user.description);
  const mustChange = form.getByRole("switch", { name: "Must change the password at first login", exact: true });
  if (user.mustChange === false) await mustChange.uncheck();
}

export async function addUser(page: Page, user: NewUser) {
  const dialog = await fillNewUser(page, user);
  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("status").getByText(`${user.login} is added`)).toBeVisible();
}

/** The row of a user in the list. On the own row, the mark *you* follows the login. */
export function rowOf(page: Page, login: string) {
  const name = page.locator("b", { hasText: new RegExp(`^${login.replaceAll(".", "\\.")}(you)?$`) });
  return page.getByRole("row").filter({ has: name });
}

/** Opens the … menu of a user. */
export async function openMenu(page: Page, login: string): Promise<Locator> {
  await page.getByRole("button", { name: `Actions for ${login}`, exact: true }).click();
  const menu = page.getByRole("menu", { name: `Actions for ${login}`, exact: true });
  await expect(menu).toBeVisible();
  // Waits until the menu stands still. A click that has to wait scrolls the page, and the menu moves away.
  await menu.evaluate((element) =>
    Promise.all(
      element
        .closest("[popover]")!
        .getAnimations()
        .map(({ finished }) => finished),
    ),
  );
  return menu;
}

export async function choose(page: Page, login: string, item: string) {
  await (await openMenu(page, login)).getByRole("menuitem", { name: item, exact: true }).click();
}

/** Sets the required new password and lands in the panel. */
export async function renewPassword(page: Page, password: string) {
  await expect(page).toHaveURL(/\/login\/new-password$/);
  await awake(page);
  await page.getByLabel("New password", { exact: true }).fill(password);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(password);
  await page.getByRole("button", { name: "Set password", exact: true }).click();
  await expect(page).toHaveURL((url) => url.pathname === "/");
}
