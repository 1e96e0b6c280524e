import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { choose, fillNewUser, open, openMenu, passwords, rowOf } from "@/e2e/person";
import { word } from "@/e2e/samples";
import { isTranslated, startTranslating } from "@/e2e/translator";
import { addExtra } from "@/lib/testing/cast";

/** A browser that translates the page replaces text nodes that React holds. Everything still works, and every new text appears. */

let errors: string[] = [];

test.beforeEach(async ({ page }) => {
  errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  await startTranslating(page);
});

test.afterEach(() => expect(errors).toEqual([]));

async function openTranslated(page: Page, path: string) {
  await open(page, path);
  await isTranslated(page);
}

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const news = (page: Page, text: string) => page.getByRole("status").getByText(text);

test("A visitor types a wrong password, asks for a link, and sees how strong a new password is", async ({
  page,
  cast,
}) => {
  await openTranslated(page, "/login");
  await page.getByLabel("ID or email", { exact: true }).fill(cast.jane.signInId);
  await page.getByLabel("Password", { exact: true }).fill("not the password");
  await press(page, "Log in");
  await expect(page.getByText("do not match")).toBeVisible();
  await page.getByLabel("Password", { exact: true }).fill("");
  await press(page, "Log in");
  await expect(page.getByText("Type a password.", { exact: true })).toBeVisible();
  await expect(page.getByText("do not match")).toHaveCount(0);

  await openTranslated(page, "/login/forgotten");
  await page.getByLabel("ID or email", { exact: true }).fill("0000-000-00");
  await press(page, "Send");
  await expect(page.getByText("an email is on its way")).toBeVisible();

  await openTranslated(page, "/signup");
  const password = page.getByLabel("Password", { exact: true });
  const meter = page.locator("[data-meter]");
  await expect(meter).toContainText("8 characters or more");
  await password.fill("password1");
  await expect(meter).toContainText("Very weak");
  await password.fill(passwords.holder);
  await expect(meter).toHaveText("Strong");
  await password.fill("");
  await expect(meter).toHaveText("8 characters or more");
});

test("Xavier saves his account after one refusal of two fields and one of a single field", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await openTranslated(page, "/account");
  const account = page.getByRole("region", { name: "Account", exact: true });
  const save = account.getByRole("button", { name: "Save", exact: true });
  await account.getByLabel("Phone", { exact: true }).fill("call me");
  await account.getByLabel("City", { exact: true }).fill("x".repeat(300));
  await save.click();
  await expect(account.getByRole("alert")).toHaveText("Check 2 fields");
  await account.getByLabel("City", { exact: true }).fill("Ghent");
  await save.click();
  await expect(account.getByRole("alert")).toHaveText("Check 1 field");
  await account.getByLabel("Phone", { exact: true }).fill("+32 9 123 45 67");
  await save.click();
  await expect(account.getByRole("alert")).toHaveCount(0);
  await expect(news(page, "Saved")).toBeVisible();
});

test("Xavier adds a user, disables, enables and removes them, and finds them by the palette and a filter", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const other = await addExtra(installation.database, cast.xavier, { login: word() });
  await signIn(cast.xavier);
  await openTranslated(page, "/account/users");
  const login = word();
  const dialog = await fillNewUser(page, { login, password: "password1" });
  await expect(dialog.locator("[data-meter]")).toContainText("Very weak");
  await expect(dialog.getByText(`${cast.account.digitalId}/${login}`)).toBeVisible();
  await dialog.getByLabel("Password", { exact: true }).fill(passwords.first);
  await expect(dialog.locator("[data-meter]")).toHaveText("Strong");
  await press(page, "Confirm");
  await expect(news(page, `${login} is added`)).toBeVisible();
  await press(page, "Dismiss");
  await expect(rowOf(page, login)).toBeVisible();

  // All rows share one menu. Its texts must be those of the pressed row.
  await openMenu(page, other.login);
  await page.keyboard.press("Escape");
  await expect((await openMenu(page, login)).locator("xpath=..").locator(".composite-id")).toHaveText(
    `${cast.account.digitalId}/${login}`,
  );
  await page.keyboard.press("Escape");

  await choose(page, login, "Disable");
  await page.getByRole("alertdialog").getByRole("button", { name: "Disable", exact: true }).click();
  await expect(news(page, `${login} is disabled`)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Disabled");
  await page.getByRole("status").getByRole("button", { name: "Undo", exact: true }).click();
  await expect(news(page, `${login} is enabled`)).toBeVisible();
  await expect(rowOf(page, login)).toContainText("Password change required");

  await page.getByRole("combobox", { name: "Privilege", exact: true }).selectOption("Administrator");
  await expect(page.getByRole("button", { name: `Actions for ${login}`, exact: true })).toHaveCount(0);
  await expect(page.getByRole("link", { name: "Clear", exact: true })).toBeVisible();
  await expect(rowOf(page, "root.b")).toBeVisible();
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await expect(rowOf(page, login)).toBeVisible();

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do", exact: true });
  await palette.getByRole("combobox").fill(other.login);
  await expect(palette.getByRole("option", { name: other.login })).toBeVisible();
  await palette.getByRole("combobox").fill(login);
  await expect(palette.getByRole("option", { name: login })).toBeVisible();
  await expect(palette.getByRole("option", { name: other.login })).toHaveCount(0);
  await page.keyboard.press("Enter");
  await palette.getByRole("option", { name: "Remove", exact: true }).click();
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(news(page, `${login} is removed`)).toBeVisible();
  await expect(rowOf(page, login)).toHaveCount(0);
});
