import { expect, test } from "@/e2e/fixtures";
import { anotherBrowser, awake, open, unique } from "@/e2e/person";
import { bringServices } from "@/lib/demo/chronicle";
import { neverDay } from "@/lib/isomorphic/days";
import { servicePath } from "@/lib/isomorphic/paths";

test("Jane finds a service, names it, writes its note, switches its renewal on, and the activity shows it", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.jane);
  await open(page, "/");
  await page
    .getByRole("navigation", { name: "Sections", exact: true })
    .getByRole("link", { name: "Services", exact: true })
    .click();
  await expect(page).toHaveURL(/\/services$/);
  await page.getByRole("combobox", { name: "Status", exact: true }).selectOption("Expiring soon");
  await expect(page).toHaveURL(/status=expiring/);
  await expect(page.getByRole("row")).toHaveCount(2);
  await expect(page.getByText("Ends in 2 days")).toBeVisible();
  await page.getByRole("link", { name: "Clear", exact: true }).click();
  await page.getByRole("searchbox", { name: "Search by name or reference", exact: true }).fill("vps-7f3b");
  await page.keyboard.press("Enter");
  await page.getByRole("link", { name: "build-01", exact: true }).click();

  await expect(page.getByRole("heading", { name: "build-01", exact: true })).toBeVisible();
  await awake(page);
  await page.getByRole("button", { name: "Switch on", exact: true }).click();
  await expect(page.getByRole("status").getByText("Automatic renewal of build-01 is on")).toBeVisible();
  await expect(page.getByRole("button", { name: "Switch off", exact: true })).toBeFocused();
  await page.getByLabel("Name", { exact: true }).fill("The build machine");
  await page.getByLabel("Note", { exact: true }).fill("Rebooted on Sundays.\nAsk root.b.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").getByText("The build machine is changed")).toBeVisible();
  await page.getByRole("button", { name: "Dismiss", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The build machine", exact: true })).toBeVisible();
  await page.getByLabel("Note", { exact: true }).fill("Rebooted on Mondays.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").getByText("The build machine is changed")).toBeVisible();
  await page.reload();
  await expect(page.getByLabel("Note", { exact: true })).toHaveValue("Rebooted on Mondays.");
  await expect(page.getByText("build-01", { exact: true })).toBeVisible();

  await open(page, "/account/activity");
  const line = (words: string) => page.getByRole("row").filter({ hasText: words });
  await expect(line("Changed the automatic renewal of build-01")).toContainText("Automatic renewal Off became On");
  await expect(line("Edited the service build-01")).toContainText("Name build-01 became The build machine");
  await line("Edited the service build-01")
    .getByRole("link", { name: "Edited the service build-01", exact: true })
    .click();
  await page.getByRole("link", { name: "Open build-01", exact: true }).click();
  await expect(page.getByRole("heading", { name: "The build machine", exact: true })).toBeVisible();
});

test("Two users who write at once see both versions, and neither is overwritten silently", async ({
  page,
  browser,
  cast,
  signIn,
  installation,
}) => {
  const [service] = cast.services;
  await signIn(cast.jane);
  await open(page, servicePath(service!.id));
  const other = await anotherBrowser(browser);
  const cookies = await page.context().cookies();
  await other.context().addCookies(cookies);
  await open(other, installation.origin + servicePath(service!.id));
  await other.getByLabel("Note", { exact: true }).fill("Theirs");
  await other.getByRole("button", { name: "Save", exact: true }).click();
  await expect(other.getByRole("status").getByText("is changed")).toBeVisible();
  await other.context().close();

  await page.getByLabel("Name", { exact: true }).fill("Mine");
  await page.getByLabel("Note", { exact: true }).fill("My own words");
  // Newer values that the page receives must not count as seen by this user.
  await page.getByRole("button", { name: "Switch off", exact: true }).click();
  await expect(page.getByRole("button", { name: "Switch on", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  const versions = page.getByRole("table", { name: "Theirs and yours", exact: true });
  await expect(versions).toContainText("Theirs");
  await expect(versions).toContainText("My own words");
  await expect(page.getByRole("radio", { name: "Name: Yours", exact: true })).toBeChecked();
  await page.getByRole("radio", { name: "Note: Yours", exact: true }).check();
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("heading", { name: "Mine", exact: true })).toBeVisible();
  await expect(page.getByLabel("Note", { exact: true })).toHaveValue("My own words");
});

test("A service that is never renewed is neither on nor off, even if the provider's file says so", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const row = {
    type: "other",
    status: "active",
    boughtOn: "2020-01-01",
    renewsOn: neverDay,
    automaticRenewal: true,
  } as const;
  const name = `Once ${unique()}`;
  const bought = await installation.database.transaction((tx) =>
    bringServices(tx, cast.account, [{ ...row, name, reference: name }], new Date()),
  );
  await signIn(cast.jane);
  await open(page, `/services?q=${encodeURIComponent(name)}`);
  await expect(page.getByRole("row").filter({ hasText: name })).toContainText("Never renews");
  await expect(page.getByText("automatically")).toHaveCount(0);
  await open(page, servicePath(bought[0]!.id));
  const renewal = page.getByRole("region", { name: "Automatic renewal", exact: true });
  await expect(renewal).toContainText("This service never renews, so automatic renewal cannot be switched on or off.");
  await expect(renewal.getByText("On", { exact: true })).toHaveCount(0);
  await expect(renewal.getByRole("button")).toHaveCount(0);
});

test("An import's changes are shown in the reader's date format, and entries about a service link to it", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { database } = installation;
  const name = `${unique()}.example`;
  const row = {
    reference: name,
    type: "domain",
    name,
    status: "active",
    boughtOn: "2025-02-03",
    renewsOn: "2027-02-03",
    automaticRenewal: true,
  } as const;
  const bought = await database.transaction((tx) => bringServices(tx, cast.account, [row], new Date()));
  await database.transaction((tx) => bringServices(tx, cast.account, [{ ...row, renewsOn: "2027-03-03" }], new Date()));
  await signIn(cast.jane);
  await open(page, "/account/activity?section=services.import");
  const line = page.getByRole("row").filter({ hasText: name }).filter({ hasText: "Renews on" });
  await expect(line).toContainText("Renews on 3 Feb 2027 became 3 Mar 2027");
  await line.getByRole("link").click();
  await expect(page).toHaveURL(/\/account\/activity\/\d+$/);
  await expect(page.getByRole("row", { name: "Renews on 3 Feb 2027 3 Mar 2027", exact: true })).toBeVisible();

  await open(page, servicePath(bought[0]!.id));
  await page.getByRole("button", { name: "Switch off", exact: true }).click();
  await expect(page.getByRole("status").getByText("is off")).toBeVisible();
  await open(page, "/account/activity?section=services.set-renewal");
  await page.getByRole("link", { name: `Changed the automatic renewal of ${name}`, exact: true }).click();
  await page.getByRole("link", { name: `Entries about ${name}`, exact: true }).click();
  await expect(page.getByRole("link", { name: /^About .*: Show everyone’s entries again$/ })).toBeVisible();
});

test("Martin, whose privilege is None, can read everything and sees why he can change nothing", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.martin);
  await open(page, servicePath(cast.services[1]!.id));
  for (const [button, reason] of [
    ["Save", "Only a User, an Administrator or the account holder can rename a service and edit its note"],
    [
      "Switch off",
      "Only a User, an Administrator or the account holder can switch a service’s automatic renewal on or off",
    ],
  ]) {
    await expect(page.getByRole("button", { name: button, exact: true })).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByText(reason!, { exact: true })).toBeVisible();
  }
  await expect(page.getByRole("textbox")).toHaveCount(0);
});

test("Any text is shown as text: in the list, on its page, in the activity", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const mark = unique();
  const name = `<img src=x onerror="document.title='${mark}'">=HYPERLINK("https://evil.example")${mark}`;
  const row = {
    type: "other",
    status: "active",
    boughtOn: "2025-01-01",
    renewsOn: "2027-01-01",
    automaticRenewal: true,
  } as const;
  const bought = await installation.database.transaction((tx) =>
    bringServices(tx, cast.account, [{ ...row, name, reference: `${mark}<b>` }], new Date()),
  );
  await signIn(cast.xavier);
  await open(page, `/services?q=${mark}`);
  await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
  await expect(page.getByText(`${mark}<b>`, { exact: true })).toBeVisible();
  await open(page, servicePath(bought[0]!.id));
  await expect(page.getByRole("heading", { name, exact: true })).toBeVisible();
  await page.getByLabel("Note", { exact: true }).fill(`<script>document.title="${mark}"</script>`);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").getByText("is changed")).toBeVisible();
  await open(page, "/account/activity");
  await expect(page.getByText(`<script>document.title="${mark}"</script>`)).toBeVisible();
  expect(await page.title()).not.toContain(mark);
});
