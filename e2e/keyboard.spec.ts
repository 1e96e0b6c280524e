import type { Page } from "@playwright/test";
import { addTries, browsers } from "@/e2e/browsers";
import { expect, test } from "@/e2e/fixtures";
import { awake, open, passwords, rowOf } from "@/e2e/person";
import { addCast, castPassword } from "@/lib/testing/cast";
import { seedUsers } from "@/lib/testing/seed-users";
import { startSession } from "@/lib/testing/sessions";

/** All of this without a mouse. */

const focused = (page: Page) => page.locator(":focus");

/** Presses Tab until the focus is on the element, at most 40 times. */
async function tabTo(page: Page, role: "button" | "link" | "textbox" | "switch" | "radio", name: string) {
  const wanted = page.getByRole(role, { name, exact: true });
  for (let presses = 0; presses < 40; presses += 1) {
    if (await wanted.evaluateAll((all) => all.some((element) => element === document.activeElement))) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`Tab never reaches ${role} ${name}.`);
}

test("Xavier logs in, gets the focus on the first wrong field, and continues from there", async ({ page, cast }) => {
  await open(page, "/login");
  await tabTo(page, "textbox", "ID or email");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type your ID or email address.")).toBeVisible();
  await expect(page.getByLabel("ID or email", { exact: true })).toBeFocused();
  await page.keyboard.type(cast.xavier.signInId);
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Type a password.")).toBeVisible();
  await expect(page.getByLabel("Password", { exact: true })).toBeFocused();
  await page.keyboard.type(castPassword);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Account of Xu Ltd", exact: true })).toBeVisible();
});

test("Xavier skips to the content and then meets the elements in their visual order", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveText("Skip to the content");
  await page.keyboard.press("Enter");
  await expect(page.locator("#main")).toBeFocused();

  const order: string[] = [];
  for (let presses = 0; presses < 14; presses += 1) {
    await page.keyboard.press("Tab");
    order.push(
      await focused(page).evaluate((stop) => stop.getAttribute("aria-label") ?? (stop.textContent ?? "").trim()),
    );
  }
  const tabs = ["General information", "Security", "Emails received", "User management", "Activity"];
  const stops = [...tabs, "Add a user", `Copy ${cast.account.digitalId}`];
  expect(order.slice(0, stops.length)).toEqual(stops);
  expect(order).toContain("Search by username, email or description");
  expect(order).toContain("Username");
});

test("Xavier adds a user: the dialog keeps the focus and returns it", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await tabTo(page, "button", "Add a user");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add a user", exact: true });
  await expect(dialog.getByLabel("ID", { exact: true })).toBeFocused();

  // A full round forwards and backwards stays inside, or in the browser's own bars.
  for (const key of ["Tab", "Shift+Tab"]) {
    for (let presses = 0; presses < 14; presses += 1) {
      await page.keyboard.press(key);
      expect(await page.evaluate(() => document.activeElement?.closest("main, header, nav") ?? null)).toBeNull();
    }
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeFocused();

  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("ID", { exact: true })).toBeFocused();
  await page.keyboard.type("kim");
  await tabTo(page, "textbox", "Password");
  await page.keyboard.type(passwords.first);
  await tabTo(page, "radio", "User");
  await page.keyboard.press("ArrowUp");
  await expect(dialog.getByRole("radio", { name: "None", exact: true })).toBeChecked();
  await tabTo(page, "switch", "Must change the password at first login");
  await page.keyboard.press("Space");
  await tabTo(page, "button", "Confirm");
  await page.keyboard.press("Enter");
  await expect(dialog.getByLabel("Email", { exact: true })).toBeFocused();
  await expect(dialog.getByLabel("Email", { exact: true })).toHaveAccessibleDescription("Type an email address.");
  await page.keyboard.type("kim@example.com");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("kim is added")).toBeVisible();
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeFocused();
  await expect(rowOf(page, "kim")).toContainText("None");
  await expect(rowOf(page, "kim")).toContainText("Enabled");
});

test("Xavier moves through a user's menu with arrows and letters, and leaves it with Escape", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const button = page.getByRole("button", { name: "Actions for martin", exact: true });
  const item = (name: string) => page.getByRole("menuitem", { name, exact: true });
  await button.focus();
  await page.keyboard.press("ArrowDown");
  await expect(item("Edit")).toBeFocused();
  await expect(button).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("ArrowDown");
  await expect(item("Set a new password")).toBeFocused();
  await page.keyboard.press("End");
  await expect(item("Remove")).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await expect(item("Edit")).toBeFocused();
  await page.keyboard.press("d");
  await expect(item("Disable")).toBeFocused();
  await page.keyboard.press("Home");
  await expect(item("Edit")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(page.getByRole("menu", { name: "Actions for martin", exact: true })).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await expect(item("Remove")).toBeFocused();

  await page.keyboard.press("Enter");
  const question = page.getByRole("alertdialog", { name: "Remove martin?", exact: true });
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(button).toBeFocused();
});

test("Xavier copies without the clipboard API, and the focus stays in place", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await page.addInitScript(() => {
    Object.defineProperty(navigator, "clipboard", { value: undefined });
    addEventListener("copy", () => void (document.title = (document.activeElement as HTMLTextAreaElement).value));
  });
  await open(page, "/account/users");
  const id = `${cast.account.digitalId}/martin`;
  const copied = async (text: string) => {
    await expect(page).toHaveTitle(text);
    await page.evaluate(() => void (document.title = ""));
  };
  await page.getByRole("button", { name: "Actions for martin", exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(focused(page)).toHaveText("Edit");
  await page.keyboard.press("c");
  await page.keyboard.press("Enter");
  await copied(id);
  await expect(page.getByRole("button", { name: "Actions for martin", exact: true })).toBeFocused();

  await page.getByRole("button", { name: `Copy ${cast.account.digitalId}`, exact: true }).focus();
  await page.keyboard.press("Enter");
  await copied(cast.account.digitalId);
  await expect(focused(page)).toHaveAccessibleName(`Copy ${cast.account.digitalId}`);

  // From the palette, with the focus in a field before.
  const search = page.getByRole("searchbox");
  await search.focus();
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do", exact: true });
  await page.keyboard.type("martin");
  await expect(palette.getByRole("option", { selected: true })).toContainText("martin");
  await page.keyboard.press("Enter");
  await page.keyboard.type("copy id");
  await expect(palette.getByRole("option", { selected: true })).toHaveText("Copy ID");
  await page.keyboard.press("Enter");
  await copied(id);
  await expect(search).toBeFocused();

  // In a dialog, below which nothing can be selected.
  await page.getByRole("button", { name: "Add a user", exact: true }).press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add a user", exact: true });
  await dialog.getByRole("button", { name: "Generate a password", exact: true }).press("Enter");
  await dialog.getByRole("button", { name: "Copy the password", exact: true }).press("Enter");
  await copied(await dialog.getByLabel("Password", { exact: true }).inputValue());
  await expect(dialog.getByRole("button", { name: "Copy the password", exact: true })).toBeFocused();
});

test("Xavier removes a user, and the focus is not lost with the row", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  await page.getByRole("button", { name: "Actions for olga", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit", exact: true })).toBeFocused();
  await page.keyboard.press("r");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alertdialog").getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText("olga is removed")).toBeVisible();
  await expect(rowOf(page, "olga")).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Add a user", exact: true })).toBeFocused();
});

test("Martin turns pages and filters, hears what the list shows, and keeps his place", async ({
  page,
  installation,
  context,
}) => {
  const { account, martin } = await addCast(installation.database);
  await seedUsers(installation.database, account.id, 30);
  const { token, cookie } = await startSession(installation, martin);
  await context.addCookies([{ name: cookie.slice(0, cookie.indexOf("=")), value: token, url: installation.origin }]);
  await open(page, "/account/users");
  const news = page.getByRole("search").getByRole("status");
  await expect(news).toHaveText(/^\d+ users\. 25 users on this page$/);
  await page.getByRole("link", { name: "Next", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/cursor=/);
  await expect(news).toHaveText(/^\d+ users\. 1?\d users on this page$/);
  // There is no next page, so the list has the focus, and Tab continues to its first column.
  await expect(news).toBeFocused();
  await page.keyboard.press("Tab");
  await expect(focused(page)).toHaveText("Username");

  await page.getByRole("searchbox").focus();
  await page.keyboard.type("nobody-like-this");
  await page.keyboard.press("Enter");
  await expect(news).toHaveText("No user matches");
  await expect(page.getByRole("searchbox")).toBeFocused();
});

test("Jane can reach what she may not do; it says why and does nothing", async ({ page, cast, signIn }) => {
  await signIn(cast.jane);
  await open(page, "/account/users");
  await tabTo(page, "button", "Add a user");
  await expect(focused(page)).toHaveAccessibleDescription("Only an Administrator can add a user");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
  await page.getByRole("button", { name: "Actions for martin", exact: true }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("menuitem", { name: "Edit", exact: true })).toBeFocused();
  await expect(focused(page)).toHaveAccessibleDescription("Only an Administrator can edit a user");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("dialog")).toHaveCount(0);
});

test("Jane ends her other sessions one by one and all at once, turns a notice off, and reads her history", async ({
  page,
  signIn,
  installation,
}) => {
  const { jane } = await addCast(installation.database);
  await signIn(jane);
  for (const userAgent of [browsers.iphone, browsers.chrome, browsers.firefox])
    await startSession(installation, jane, { userAgent });
  await addTries(
    installation,
    jane,
    Array.from({ length: 12 }, () => ({})),
  );
  await open(page, "/account/security");
  await expect(page.getByRole("button", { name: /^End the session/ })).toHaveCount(3);
  await tabTo(page, "button", "End the session Safari on iPhone");
  await page.keyboard.press("Enter");
  await expect(page.getByText("The session Safari on iPhone ended")).toBeVisible();
  await expect(page.getByRole("button", { name: /^End the session/ })).toHaveCount(2);
  await expect(page.locator("#session-list")).toBeFocused();
  await tabTo(page, "button", "End all other sessions");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Your 2 other sessions ended.")).toBeVisible();
  await expect(page.getByRole("button", { name: /^End / })).toHaveCount(0);
  await expect(page.locator("#session-list")).toBeFocused();
  await tabTo(page, "switch", "Other notices too");
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByText("Saved", { exact: true })).toBeVisible();
  await page.reload();
  await awake(page);
  await expect(page.getByRole("switch", { name: "Other notices too", exact: true })).not.toBeChecked();
  await tabTo(page, "link", "Full history");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Login history", exact: true })).toBeVisible();
  await expect(page.getByRole("main").getByText("Logged in", { exact: true })).toHaveCount(12);
});

test("Xavier ends one session of a user in a dialog, and then the others", async ({ page, signIn, installation }) => {
  const { jane, xavier } = await addCast(installation.database);
  await signIn(xavier);
  for (const userAgent of [browsers.iphone, browsers.chrome]) await startSession(installation, jane, { userAgent });
  await open(page, "/account/users");
  await tabTo(page, "button", "Actions for jane");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "Edit", exact: true })).toBeFocused();
  await page.keyboard.press("s");
  await expect(focused(page)).toHaveText("Set a new password");
  await page.keyboard.press("ArrowDown");
  await expect(focused(page)).toHaveText("Sessions");
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Sessions of jane", exact: true });
  await expect(page.locator("#session-list")).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(dialog.getByRole("status").first()).toHaveText("1 session of jane ended");
  await expect(dialog.getByRole("listitem")).toHaveCount(1);
  await expect(page.locator("#session-list")).toBeFocused();
  await tabTo(page, "button", "End all sessions");
  await page.keyboard.press("Enter");
  await expect(page.getByText("1 session of jane ended")).toBeVisible();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole("button", { name: "Actions for jane", exact: true })).toBeFocused();
});

test("Martin logs out by the name menu", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await open(page, "/account");
  await tabTo(page, "button", "martin");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("menuitem", { name: "My account", exact: true })).toBeFocused();
  await page.keyboard.press("l");
  await page.keyboard.press("Enter");
  await expect(page.getByText("You are logged out.")).toBeVisible();
  await awake(page);
});
