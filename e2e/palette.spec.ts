import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { awake, open, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { servicePath } from "@/lib/isomorphic/paths";
import { addExtra, castPassword } from "@/lib/testing/cast";

/** Find and do by the keyboard, from everywhere in the panel. */

const palette = (page: Page) => page.getByRole("dialog", { name: "Find or do", exact: true });
const option = (page: Page, name: string | RegExp) => palette(page).getByRole("option", { name });
const chosen = (page: Page) => palette(page).getByRole("option", { selected: true });

/** The top bar hydrates separately from the content, with the keys. */
async function openAwake(page: Page, path: string) {
  await open(page, path);
  await page.waitForFunction(() =>
    Object.keys(document.querySelector("button[aria-keyshortcuts]") ?? {}).some((key) => key.startsWith("__react")),
  );
}

const files = "**/_next/static/chunks/**";

/** Opens the palette by its keys. */
async function summon(page: Page) {
  await page.keyboard.press("Control+k");
  await expect(palette(page).getByRole("combobox")).toBeFocused();
}

test("Xavier opens another page by a few letters, and the palette is loaded only then", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await openAwake(page, "/account");
  asked.length = 0;
  await summon(page);
  expect(asked.filter((path) => path.endsWith(".js")).length).toBeGreaterThan(0);
  await expect(chosen(page)).toHaveText("Home");
  await page.keyboard.press("ArrowUp");
  await expect(chosen(page)).toHaveText("Log out");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.type("activ");
  await expect(chosen(page)).toContainText("Activity");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/account\/activity$/);
  await expect(palette(page)).toBeHidden();

  // The button does the same and gets the focus back.
  const button = page.getByRole("button", { name: "Find or do", exact: true });
  await button.click();
  await expect(palette(page).getByRole("combobox")).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(button).toBeFocused();
});

test("Xavier finds a user and acts on them without leaving his page", async ({ page, cast, signIn, installation }) => {
  const { login } = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await openAwake(page, "/account/security");
  const current = page.getByLabel("Current password", { exact: true });
  await current.focus();
  await summon(page);
  await page.keyboard.type(login);
  await expect(chosen(page)).toContainText(login);
  await page.keyboard.press("Enter");
  await expect(chosen(page)).toHaveText("Edit");
  await page.keyboard.press("Backspace");
  await expect(palette(page).getByRole("combobox", { name: "A page, user, service or action" })).toBeFocused();
  await page.keyboard.type(login);
  await expect(chosen(page)).toContainText(login);
  await page.keyboard.press("Enter");
  await page.keyboard.type("disab");
  await page.keyboard.press("Enter");
  const question = page.getByRole("alertdialog", { name: `Disable ${login}?`, exact: true });
  await expect(question.getByRole("button", { name: "Cancel", exact: true })).toBeFocused();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("status").getByText(`${login} is disabled`)).toBeVisible();
  await expect(current).toBeFocused();
  await expect(page).toHaveURL(/\/account\/security$/);

  await summon(page);
  await page.keyboard.type(login);
  await expect(chosen(page)).toContainText("Disabled");
  await page.keyboard.press("Enter");
  await option(page, "Enable").click();
  await expect(page.getByRole("status").getByText(`${login} is enabled`)).toBeVisible();
  await summon(page);
  await option(page, "Add a user").click();
  await expect(
    page.getByRole("dialog", { name: "Add a user", exact: true }).getByLabel("ID", { exact: true }),
  ).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(current).toBeFocused();
});

test("Jane finds a service by part of its name or reference, and opens its page", async ({ page, cast, signIn }) => {
  await signIn(cast.jane);
  await openAwake(page, "/account");
  await summon(page);
  await page.keyboard.type("build");
  await expect(chosen(page)).toHaveText("build-01vps-7f3b90");
  await palette(page).getByRole("combobox").fill("dom-29");
  await expect(chosen(page)).toContainText("xu-old.example");
  await expect(chosen(page)).toContainText("dom-29004 · Suspended");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "xu-old.example", exact: true })).toBeVisible();
  await expect(page).toHaveURL(new RegExp(`${servicePath(cast.services[5]!.id)}$`));

  // Another account's services are not found.
  await summon(page);
  await page.keyboard.type("yang.example");
  await expect(palette(page).getByText("No results for “yang.example”.")).toBeVisible();
});

test("Martin is offered only what he may do, and nothing of another account", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await openAwake(page, "/account");
  await summon(page);
  await expect(option(page, "Theme: Dark")).toBeVisible();
  await expect(option(page, "Add a user")).toHaveCount(0);
  await page.keyboard.type("eve");
  await expect(palette(page).getByText("No results for “eve”.")).toBeVisible();
  await palette(page).getByRole("combobox").fill("jane");
  await expect(chosen(page)).toContainText("jane");
  await page.keyboard.press("Enter");
  await expect(palette(page).getByRole("option")).toHaveText([
    "Activity",
    "Copy ID",
    "Copy sign-in instructions",
    "Show in the list",
  ]);
  await page.keyboard.press("End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/account\/users\?q=jane$/);
  await expect(rowOf(page, "jane")).toBeVisible();
});

test("A user whose session ended reads so in the palette, keeps typing, and logs in again by a button", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const session = await signIn(cast.martin);
  await openAwake(page, "/account");
  await summon(page);
  await installation.database.writer.session.delete({ where: { id: session.id } });
  await page.keyboard.type("ja");
  await expect(palette(page).getByRole("alert")).toContainText("You are logged out.");
  await page.keyboard.type("ne");
  await expect(palette(page).getByRole("combobox")).toHaveValue("jane");
  await palette(page).getByRole("button", { name: "Log in again", exact: true }).click();
  await page
    .getByRole("dialog", { name: "You were logged out", exact: true })
    .getByLabel("Password", { exact: true })
    .fill(castPassword);
  await page.keyboard.press("Enter");
  await expect(chosen(page)).toContainText("jane");
  await expect(palette(page).getByRole("combobox")).toBeFocused();
});

test("Single keys search and explain, do nothing in a field, and can be switched off permanently", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await openAwake(page, "/account/users");
  const search = page.getByRole("searchbox");
  const shortcuts = page.getByRole("dialog", { name: "Keyboard shortcuts", exact: true });
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("/?");
  await expect(search).toHaveValue("/?");
  await page.getByRole("link", { name: "Username", exact: true }).focus();
  await page.keyboard.press("?");
  await expect(shortcuts).toBeVisible();
  await shortcuts.getByRole("switch", { name: "Single-key shortcuts", exact: true }).click();
  await page.keyboard.press("Escape");

  await openAwake(page, "/account/users?sort=username");
  await page.keyboard.press("/");
  await page.keyboard.press("?");
  await expect(search).not.toBeFocused();
  await summon(page);
  await option(page, "Keyboard shortcuts").click();
  await expect(shortcuts.getByRole("switch", { name: "Single-key shortcuts", exact: true })).not.toBeChecked();
  await shortcuts.getByRole("switch", { name: "Single-key shortcuts", exact: true }).click();
  await page.keyboard.press("Escape");
  await awake(page);
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
});

test("Keys wait for the palette while it loads, and do nothing in the page", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await openAwake(page, "/account/security");
  let release: () => void;
  let held: Promise<void>;
  const hold = () => void (held = new Promise((resolve) => (release = resolve)));
  hold();
  await page.route(files, async (route) => {
    await held;
    await route.fallback();
  });
  const current = page.getByLabel("Current password", { exact: true });
  await current.focus();
  const reached: string[] = [];
  await page.exposeFunction("reached", (key: string) => reached.push(key));
  await page.evaluate(() => {
    const report = (event: KeyboardEvent) =>
      !event.defaultPrevented && (window as never as { reached: (key: string) => void }).reached(event.key);
    // After all other listeners, like the browser itself.
    addEventListener("keydown", (event) => setTimeout(() => report(event)));
  });
  await page.keyboard.down("Control");
  for (let presses = 0; presses < 3; presses += 1) await page.keyboard.down("k");
  await page.keyboard.up("k");
  await page.keyboard.up("Control");
  await page.keyboard.type("log o");
  await page.keyboard.press("Enter");
  await page.keyboard.type("ut");
  expect(reached).not.toContain("k");
  release!();
  await expect(palette(page).getByRole("combobox")).toHaveValue("log out");
  await expect(chosen(page)).toHaveText("Log out");
  await page.keyboard.press("Escape");
  await expect(palette(page)).toBeHidden();
  await expect(current).toBeFocused();
  await expect(current).toHaveValue("");
  await expect(page.getByText("Type a password.")).toHaveCount(0);

  // Once cancelled, it does not open later.
  await openAwake(page, "/account/security");
  hold();
  await current.focus();
  await page.keyboard.press("Control+k");
  await page.keyboard.type("jane");
  await page.keyboard.press("Escape");
  await expect(current).toBeFocused();
  await page.keyboard.type("x");
  const arrived = page.waitForResponse(files);
  release!();
  await arrived;
  await page.keyboard.type("y");
  await expect(current).toHaveValue("xy");
  await expect(palette(page)).toHaveCount(0);
});

test("Without a connection the palette says so, and opens when the connection is back", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await openAwake(page, "/account");
  await page.route(files, (route) => route.abort("internetdisconnected"));
  await page.keyboard.press("Control+k");
  await expect(page.getByRole("status").getByText("The server did not answer")).toBeVisible();
  await page.unroute(files);
  await summon(page);
  await expect(option(page, "Log out")).toBeVisible();
});
