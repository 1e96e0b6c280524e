import type { Page } from "@playwright/test";
import { browsers } from "@/e2e/browsers";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { fillUserFields, passwords, rowOf, unique } from "@/e2e/person";
import { servicePath } from "@/lib/isomorphic/paths";
import { castPassword } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** A browser without JavaScript: it posts forms and follows links, and each answer is a page. */
test.use({ javaScriptEnabled: false });

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("Jane logs in after a refusal that keeps her ID but not the password, and logs out by the name menu", async ({
  page,
  cast,
}) => {
  await page.goto("/login?next=/account/activity");
  await page.getByLabel("ID or email", { exact: true }).fill(cast.jane.signInId);
  await page.getByLabel("Password", { exact: true }).fill("something else entirely ");
  await press(page, "Log in");
  await expect(page.getByText("do not match")).toContainText(
    "The password that you typed begins or ends with a space.",
  );
  await expect(page.getByLabel("ID or email", { exact: true })).toHaveValue(cast.jane.signInId);
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Password", { exact: true }).fill(castPassword);
  await press(page, "Log in");
  await expect(page.getByRole("heading", { name: "Activity", exact: true })).toBeVisible();

  await press(page, "jane");
  await page.getByRole("menuitem", { name: "My account", exact: true }).click();
  await expect(page.getByRole("heading", { name: "General information", exact: true })).toBeVisible();
  await press(page, "jane");
  await page.getByRole("menuitem", { name: "Log out", exact: true }).click();
  await expect(page.getByText("You are logged out.")).toBeVisible();
});

test("Ada creates an account, and what she typed survives a refusal, except the password", async ({ page }) => {
  await page.goto("/signup");
  const typed = { "First name": "Ada", "Last name": "Stone", Organisation: "Stone & Daughters", Email: "ada@" };
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
  await page.getByLabel("Password", { exact: true }).fill(passwords.holder);
  await press(page, "Create account");
  await expect(page.getByText("Type a complete address, such as name@example.com.")).toBeVisible();
  for (const [label, value] of Object.entries(typed)) {
    await expect(page.getByLabel(label, { exact: true })).toHaveValue(value);
  }
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await page.getByLabel("Email", { exact: true }).fill(`${unique()}@example.com`);
  await page.getByLabel("Password", { exact: true }).fill(passwords.holder);
  await press(page, "Create account");
  await expect(page.getByText("Welcome. This is your digital ID")).toBeVisible();
});

test("Pia sets her required new password", async ({ page, cast, signIn }) => {
  await signIn(cast.pia);
  await page.goto("/account/users");
  await expect(page).toHaveURL(/\/login\/new-password$/);
  await page.getByLabel("New password", { exact: true }).fill(passwords.own);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(passwords.newer);
  await press(page, "Set password");
  await expect(page.getByText("The two passwords differ.")).toBeVisible();
  await page.getByLabel("New password", { exact: true }).fill(passwords.own);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(passwords.own);
  await press(page, "Set password");
  await expect(page.getByRole("group", { name: "Where you are", exact: true })).toBeVisible();
});

test("Xavier adds a user on a separate page, which shows the composite ID", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  await signIn(cast.xavier);
  await page.goto("/account/users");
  await press(page, "Add a user");
  await expect(page).toHaveURL(/\/account\/users\/new/);
  const before = await rowsOf(installation.database, cast.account.id);
  const user = { login: "JANE", privilege: "None", description: "Night shift", mustChange: false } as const;
  await fillUserFields(page, user);
  await press(page, "Confirm");
  await expect(page.getByText("JANE already exists in this account")).toBeVisible();
  await expect(page.getByLabel("ID", { exact: true })).toHaveValue("JANE");
  await expect(page.getByLabel("Email", { exact: true })).toHaveValue("JANE@example.com");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue("");
  await expect(page.getByRole("radio", { name: "None", exact: true })).toBeChecked();
  await expect(page.getByLabel("Description", { exact: true })).toHaveValue("Night shift");
  await expect(
    page.getByRole("switch", { name: "Must change the password at first login", exact: true }),
  ).not.toBeChecked();
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);

  await page.getByLabel("ID", { exact: true }).fill("noel");
  await page.getByLabel("Password", { exact: true }).fill(passwords.first);
  await press(page, "Confirm");
  await expect(page.getByRole("status").getByText(`${cast.account.digitalId}/noel`)).toBeVisible();
  await expect(rowOf(page, "noel")).toContainText("Night shift");
  await expect(rowOf(page, "noel")).toContainText("Enabled");

  // He sends it again, like a user whose browser lost the answer.
  await page.goto("/account/users/new");
  await fillUserFields(page, { ...user, login: "noel", email: "JANE@example.com" });
  await press(page, "Confirm");
  await expect(page.getByRole("status").getByText("noel was already added.")).toBeVisible();
  await expect(page.getByRole("status").getByText("Nothing was added twice.")).toBeVisible();
  await expect(page.getByRole("status").getByText(`${cast.account.digitalId}/noel`)).toBeVisible();
  await expect(rowOf(page, "noel")).toHaveCount(1);
});

test("Jane and Xavier see each save confirmed where they saved", async ({ page, cast, signIn, installation }) => {
  await signIn(cast.jane);
  const region = (name: string) => page.getByRole("region", { name, exact: true });
  const noticeIn = (name: string) => region(name).getByRole("status");
  await page.goto(servicePath(cast.services[4]!.id));
  await page.getByLabel("Name", { exact: true }).fill("The build machine");
  await press(page, "Save");
  await expect(page.getByRole("heading", { name: "The build machine", exact: true })).toBeVisible();
  await expect(noticeIn("Name and note")).toHaveText("The build machine is changed");
  await press(page, "Switch on");
  await expect(noticeIn("Automatic renewal")).toHaveText("Automatic renewal of The build machine is on");
  await expect(noticeIn("Name and note")).toHaveCount(0);

  const save = (name: string) => region(name).getByRole("button", { name: "Save", exact: true }).click();
  await page.goto("/account");
  await region("Your profile").getByLabel("Display name", { exact: true }).fill("Jane of the night");
  await save("Your profile");
  await expect(noticeIn("Your profile")).toHaveText("Saved");
  await region("Account").getByLabel("City", { exact: true }).fill("Ghent");
  await save("Account");
  await expect(noticeIn("Account")).toHaveText("Saved");
  await expect(region("Account").getByLabel("City", { exact: true })).toHaveValue("Ghent");
  await page.goto("/account/security");
  await page.getByLabel("Current password", { exact: true }).fill(castPassword);
  await page.getByLabel("New password", { exact: true }).fill(`${passwords.own} `);
  await page.getByLabel("Repeat the new password", { exact: true }).fill(`${passwords.own} `);
  await press(page, "Change password");
  await expect(noticeIn("Password")).toHaveText("Your password is changed");
  await expect(page.getByText("The new password begins or ends with a space.")).toBeVisible();

  for (let n = 0; n < 3; n++) await startSession(installation, cast.jane, { userAgent: browsers.iphone });
  await page.goto("/account/security");
  const others = page.getByRole("button", { name: "End the session Safari on iPhone", exact: true });
  await expect(others).toHaveCount(3);
  await others.first().click();
  await expect(noticeIn("Active sessions")).toHaveText(
    "Sessions that ended are no longer listed. Those listed here are still open.",
  );
  await expect(others).toHaveCount(2);
  await press(page, "End all other sessions");
  await expect(others).toHaveCount(0);
  await expect(noticeIn("Active sessions")).toHaveText(
    "Sessions that ended are no longer listed. Those listed here are still open.",
  );
  await page.getByRole("switch", { name: "Other notices too", exact: true }).uncheck();
  await save("Notices by email");
  await expect(noticeIn("Notices by email")).toHaveText("Saved");
  await expect(page.getByRole("switch", { name: "Other notices too", exact: true })).not.toBeChecked();

  await signIn(cast.xavier);
  await page.goto("/account");
  await region("Account holder").getByLabel("Last name", { exact: true }).fill("Xu-Stone");
  await save("Account holder");
  await expect(noticeIn("Account holder")).toHaveText("Saved");
  // A choice in the top bar keeps the page.
  await page.goto("/account/activity?when=7");
  await page.getByRole("button", { name: "Light or dark", exact: true }).click();
  await page
    .getByRole("menuitem", { name: "Dark", exact: true })
    .or(page.getByRole("menuitemradio", { name: "Dark", exact: true }))
    .click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveURL(/\/account\/activity\?when=7$/);
});

test("A user whose session ended over a form is sent to the login page and back", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { id } = await signIn(cast.rootB);
  const service = servicePath(cast.services[4]!.id);
  await page.goto(service);
  await page.getByLabel("Note", { exact: true }).fill("Runs every night at two.");
  await installation.database.writer.session.delete({ where: { id } });
  await page
    .getByRole("region", { name: "Name and note", exact: true })
    .getByRole("button", { name: "Save", exact: true })
    .click();
  await expect(page.getByText("Your session has ended. Log in again to continue.")).toBeVisible();
  await page.getByLabel("ID or email", { exact: true }).fill(cast.rootB.signInId);
  await page.getByLabel("Password", { exact: true }).fill(castPassword);
  await press(page, "Log in");
  await expect(page).toHaveURL(new RegExp(`${service}$`));
});

test("Martin searches, filters and sorts the users", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await page.goto("/account/users");
  await page.getByRole("searchbox").fill("root");
  await page.getByRole("searchbox").press("Enter");
  await expect(page).toHaveURL(/q=root/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(rowOf(page, "root.b")).toBeVisible();
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await page.getByRole("combobox", { name: "Privilege", exact: true }).selectOption("User");
  await page.getByRole("combobox", { name: "Status", exact: true }).selectOption("Disabled");
  await page.getByRole("search").getByRole("button", { name: "Show", exact: true }).click();
  await expect(rowOf(page, "olga")).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await page.getByRole("link", { name: "Username", exact: true }).click();
  await expect(page).toHaveURL(/sort=username/);
  await expect(page.getByRole("columnheader", { name: "Username" })).toHaveAttribute("aria-sort", "ascending");
  const names = await page.locator(".cell-name b").allInnerTexts();
  expect(names).toEqual(names.toSorted());
});

test("Martin filters the activity and reads one entry in full", async ({ page, cast, signIn }) => {
  await signIn(cast.martin);
  await page.goto("/account/activity");
  const search = page.getByRole("search");
  await search.getByRole("searchbox").fill("olga");
  await search.getByRole("combobox", { name: "Who", exact: true }).fill(cast.account.digitalId);
  await search.getByRole("combobox", { name: "Section", exact: true }).selectOption("Disable a user");
  await search.getByRole("combobox", { name: "When", exact: true }).selectOption("From – to");
  await search.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByRole("link", { name: "Disabled the user olga", exact: true })).toBeVisible();
  await expect(page.getByRole("row")).toHaveCount(3);
  await search.getByLabel("To", { exact: true }).fill("2000-01-01");
  await search.getByRole("button", { name: "Show", exact: true }).click();
  await expect(page.getByRole("heading", { name: "No entry matches", exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Clear the search and filters", exact: true }).click();
  await page.getByRole("link", { name: "Disabled the user olga", exact: true }).click();
  await expect(page.getByText("This entry is unchanged")).toBeVisible();
  await page.getByRole("link", { name: "Entries by or about olga", exact: true }).click();
  await expect(page.getByRole("link", { name: "Added the user olga", exact: true })).toBeVisible();
  await expect(page.getByRole("link", { name: "Added the user jane", exact: true })).toHaveCount(0);
  await page.getByRole("link", { name: /^By or about olga/ }).click();
  await expect(page.getByRole("link", { name: "Added the user jane", exact: true })).toBeVisible();
});

test("Jane finds the sections and the filters on a phone", async ({ page, cast, signIn }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(cast.jane);
  await page.goto("/account/security");
  await press(page, "Sections");
  const sections = page.getByRole("navigation", { name: "Sections", exact: true });
  await sections.getByRole("link", { name: "My account", exact: true }).click();
  await expect(page.getByRole("heading", { name: "General information", exact: true })).toBeVisible();
  await page.goto("/account/users");
  await page.getByRole("combobox", { name: "Status", exact: true }).selectOption("Disabled");
  await page.getByRole("search").getByRole("button", { name: "Show", exact: true }).click();
  await expect(page).toHaveURL(/status=disabled/);
});
