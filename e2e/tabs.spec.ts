import type { Page } from "@playwright/test";
import { expect, startSession, test } from "@/e2e/fixtures";
import { awake, choose, fillNewUser, open, rowOf } from "@/e2e/person";
import { addCast, castPassword } from "@/prisma/cast";
import { seedUsers } from "@/prisma/seed";

/** Back, forward, reload, and the same person in two tabs. */

const logins = (page: Page) => page.locator("td.name b").allInnerTexts();

test("Martin goes back, forward and reloads, and the list and its fields are as the address says", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await open(page, "/account/users");
  const status = page.getByRole("combobox", { name: "Status", exact: true });
  await status.selectOption("Disabled");
  await expect(page).toHaveURL(/status=disabled/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Username", exact: true }).click();
  await expect(page).toHaveURL(/sort=username/);
  await page.getByRole("link", { name: "Activity", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Activity", exact: true })).toBeVisible();

  await page.goBack();
  await expect(page).toHaveURL(/sort=username/);
  await expect(status).toHaveValue("disabled");
  await page.goBack();
  await expect(page).not.toHaveURL(/sort=username/);
  await expect(status).toHaveValue("disabled");
  await page.goBack();
  await expect(rowOf(page, "jane")).toBeVisible();
  await expect(status).toHaveValue("");
  await page.goForward();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(status).toHaveValue("disabled");
  await page.reload();
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(status).toHaveValue("disabled");
});

test("Xavier, who logs out in one tab, is out in the other, loses nothing he typed, and comes back to it", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const dialog = await fillNewUser(page, { login: "kim", description: "Night shift" });
  const second = await page.context().newPage();
  await open(second, "/account/users?status=disabled");
  await second.getByRole("button", { name: "Xavier Xu", exact: true }).click();
  await second.getByRole("menuitem", { name: "Log out", exact: true }).click();
  await expect(second.getByText("You are logged out.")).toBeVisible();

  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(dialog.getByText("Log in again in another tab, then try once more")).toBeVisible();
  await expect(dialog.getByLabel("Description", { exact: true })).toHaveValue("Night shift");

  await second.goto("/account/users?status=disabled");
  await expect(second).toHaveURL(/\/login\?next=/);
  await awake(second);
  await second.getByLabel("ID or email", { exact: true }).fill(cast.xavier.signInId);
  await second.getByLabel("Password", { exact: true }).fill(castPassword);
  await second.getByRole("button", { name: "Log in", exact: true }).click();
  await expect(second).toHaveURL(/\/account\/users\?status=disabled$/);

  await dialog.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(page.getByRole("status").getByText("kim is added")).toBeVisible();
  await page.goBack();
  await page.goForward();
  await expect(rowOf(page, "kim")).toHaveCount(1);
});

test("Xavier, who removed a user in one tab, is told so in the other", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const second = await page.context().newPage();
  await open(second, "/account/users");
  await choose(second, "martin", "Edit");
  await choose(page, "martin", "Remove");
  await page.getByRole("alertdialog").getByRole("button", { name: "Remove", exact: true }).click();
  await expect(rowOf(page, "martin")).toHaveCount(0);
  const edit = second.getByRole("dialog", { name: "Edit martin", exact: true });
  await edit.getByLabel("Description", { exact: true }).fill("Reads the invoices");
  await edit.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(edit.getByText("This user was removed in the meantime. Nothing was changed.")).toBeVisible();
  await edit.getByRole("button", { name: "Cancel", exact: true }).click();
  await choose(second, "olga", "Enable");
  await expect(second.getByRole("status").getByText("olga is enabled")).toBeVisible();
  await choose(page, "olga", "Enable");
  await expect(page.getByRole("status").getByText("olga is enabled already.")).toBeVisible();
});

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`Martin pages both ways while users come and go, and meets the others once, ${how} JavaScript`, async ({
    browser,
    installation,
  }) => {
    const { account, martin } = await addCast(installation.database);
    await seedUsers(installation.database, account.id, 70);
    const context = await browser.newContext({ javaScriptEnabled });
    const { token, cookie } = await startSession(installation, martin);
    await context.addCookies([{ name: cookie.slice(0, cookie.indexOf("=")), value: token, url: installation.origin }]);
    const page = await context.newPage();
    const { db, transaction } = installation.database;
    const where = { accountId: account.id, kind: "user", removed: false };
    const all = async () => {
      const people = await db.person.findMany({ where, orderBy: [{ loginKey: "asc" }, { id: "asc" }] });
      return people.map(({ login }) => login!);
    };
    const step = async (name: "Next" | "Previous") => {
      const first = (await logins(page))[0]!;
      await page.getByRole("link", { name, exact: true }).click();
      await expect(page.locator("td.name b").first()).not.toHaveText(first);
      return logins(page);
    };

    await page.goto(`${installation.origin}/account/users?sort=username`);
    const began = await all();
    const shown = [await logins(page), await step("Next")];
    expect(shown.flat().map(bare)).toEqual(began.slice(0, 50));

    // Whoever stood last on this page goes, and others come before and after it.
    const gone = await db.person.findFirstOrThrow({ where: { accountId: account.id, login: bare(shown[1]!.at(-1)!) } });
    const removal = { removed: true, removedAt: new Date(), status: "removed" };
    await transaction((tx) => tx.person.update({ where: { id: gone.id }, data: removal }));
    await seedUsers(installation.database, account.id, 10);
    const now = await all();
    const rest = await step("Next");
    expect(rest.map(bare)).toEqual(now.filter((login) => key(login) > key(gone.login!)).slice(0, 25));

    const back = await step("Previous");
    expect(back.map(bare)).toEqual(now.filter((login) => key(login) < key(bare(rest[0]!))).slice(-25));
    const first = await step("Previous");
    expect(new Set([...first, ...back]).size).toBe(first.length + back.length);
    await context.close();
  });
}

/** A login without the mark of one's own row. */
const bare = (shown: string) => shown.replace(/^martin\s*you$/, "martin");
const key = (login: string) => login.toLowerCase();
