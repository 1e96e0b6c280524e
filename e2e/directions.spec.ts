import type { Page } from "@playwright/test";
import { giveApp } from "@/e2e/factors";
import { expect, test } from "@/e2e/fixtures";
import { choose, open, openMenu } from "@/e2e/person";
import { paths, servicePath } from "@/lib/isomorphic/paths";
import { addExtra, addExtraService, addMail } from "@/lib/testing/cast";

/** Right-to-left text that users typed stays in place and does not reorder what surrounds it. */

const hebrew = {
  first: "נועם",
  last: "כהן (ירושלים)",
  shown: "נועם כ.",
  organisation: "כהן ובניו בע״מ",
  street: "רחוב יפו 12",
  city: "ירושלים",
  country: "ישראל",
  email: "נועם@דוגמה.example",
  service: "האתר הראשי 2.0",
  reference: "אתר-7",
  note: "רץ כל לילה ב-02:00 (build).",
  before: "הנהלת חשבונות, קומה 3",
  after: "קניות (קומה 4)",
  factor: "טלפון 9",
  otherFactor: "שעון 2",
};

test("Hebrew values reorder nothing around them on any screen, and old → new stays in order", async ({
  page,
  cast,
  signIn,
  installation,
  wire,
}) => {
  const { writer } = installation.database;
  const { xavier, jane, account } = cast;
  const service = await addExtraService(installation.database, xavier, hebrew.reference);
  await writer.account.update({
    where: { id: account.id },
    data: { organisation: hebrew.organisation, address: hebrew.street, city: hebrew.city },
  });
  await writer.person.update({
    where: { id: xavier.id },
    data: { firstName: hebrew.first, lastName: hebrew.last, displayName: hebrew.shown, email: hebrew.email },
  });
  await writer.person.update({ where: { id: jane.id }, data: { description: hebrew.before } });
  await giveApp(installation, { ...xavier, email: hebrew.email }, hebrew.factor);
  const mail = await addMail(
    installation.database,
    { ...xavier, email: hebrew.email },
    { kind: "factor-added", params: { name: hebrew.factor, who: hebrew.last } },
  );

  // Activity entries by him and with his values.
  const { cookie } = await signIn(xavier);
  const { version, email } = await writer.person.findUniqueOrThrow({ where: { id: jane.id } });
  const described = { id: jane.id, version: String(version), email, privilege: "user", description: hebrew.after };
  for (const [action, fields] of [
    ["editUserAction", described],
    ["editServiceAction", { id: service.id, version: "0", name: hebrew.service, note: hebrew.note }],
    ["editHolderNameAction", { firstName: hebrew.first, lastName: `${hebrew.last}-לוי` }],
  ] as const) {
    expect((await wire.act(action, fields, { cookie })).text, action).toContain('"outcome":"done"');
  }

  const look = async (where: string) => expect.soft(await unisolated(page), where).toEqual([]);
  for (const path of [
    paths.home,
    paths.account,
    paths.users,
    `${paths.users}?q=${hebrew.city}`,
    paths.security,
    paths.emails,
    `${paths.emails}/${mail}`,
    paths.services,
    `${paths.services}?q=${hebrew.city}`,
    servicePath(service.id),
    `${paths.activity}?person=${service.id}`,
    `${paths.activity}?who=${hebrew.city}`,
  ]) {
    await open(page, path);
    await look(path);
  }

  await open(page, paths.activity);
  await look(paths.activity);
  const line = page.getByRole("row").filter({ hasText: hebrew.after });
  expect(await inOrder(line.locator(".change-old"), line.locator(".change svg"), line.locator(".change-new"))).toBe(
    true,
  );
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await inOrder(line.locator(".change-old"), line.locator(".change svg"), line.locator(".change-new"))).toBe(
    true,
  );
  await page.setViewportSize({ width: 1280, height: 900 });
  await line.getByRole("link").click();
  await expect(page).toHaveURL(/\/activity\/\d+/);
  await expect(page.getByRole("cell", { name: hebrew.after })).toBeVisible();
  await look("an entry of the activity");
  await page.goBack();
  await page.getByRole("link", { name: /^Edited the service / }).click();
  await expect(page).toHaveURL(/\/activity\/\d+/);
  await expect(page.getByRole("cell", { name: hebrew.note })).toBeVisible();
  await look("an entry about a service");
});

test("Hebrew values reorder nothing around them in dialogs, menus and messages", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  const { writer } = installation.database;
  const { xavier } = cast;
  const [, service] = cast.services;
  const look = async (where: string) => expect.soft(await unisolated(page), where).toEqual([]);
  await writer.person.update({ where: { id: xavier.id }, data: { displayName: hebrew.shown } });
  const noam = await addExtra(installation.database, xavier, { login: "noam" });
  await writer.person.update({
    where: { id: noam.id },
    data: { description: hebrew.before, email: hebrew.email, searchText: `noam ${hebrew.before}` },
  });
  await giveApp(installation, xavier, hebrew.otherFactor);
  await signIn(xavier);

  await open(page, paths.users);
  await page.getByRole("button", { name: hebrew.shown, exact: true }).click();
  await look("the name menu");
  await page.keyboard.press("Escape");
  await openMenu(page, "noam");
  await look("the menu of a user");
  await page.keyboard.press("Escape");
  await choose(page, "noam", "Edit");
  const edit = page.getByRole("dialog", { name: "Edit noam", exact: true });
  const description = edit.getByLabel("Description", { exact: true });
  await expect(description).toHaveCSS("direction", "rtl");
  await expect(edit.getByLabel("Email", { exact: true })).toHaveCSS("direction", "rtl");
  await description.fill("Nights");
  await expect(description).toHaveCSS("direction", "ltr");
  const { version } = await writer.person.findUniqueOrThrow({ where: { id: noam.id } });
  const theirs = {
    version: version + 1,
    description: hebrew.after,
    editedBy: `${hebrew.first} ${hebrew.last}`,
    editedAt: new Date(),
  };
  await writer.person.update({ where: { id: noam.id }, data: theirs });
  await edit.getByRole("button", { name: "Confirm", exact: true }).click();
  await expect(edit.getByRole("table", { name: "Theirs and yours", exact: true })).toBeVisible();
  await look("theirs and yours");
  await page.keyboard.press("Escape");

  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Find or do", exact: true });
  await palette.getByRole("combobox").fill("noam");
  await expect(palette.getByRole("option", { name: "noam" })).toBeVisible();
  await look("the palette");
  await palette.getByRole("combobox").fill(hebrew.country);
  await expect(palette.getByText("No results for")).toBeVisible();
  await look("the palette without a hit");
  await page.keyboard.press("Escape");

  await open(page, servicePath(service!.id));
  await page.getByLabel("Name", { exact: true }).fill(hebrew.service);
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByRole("status").getByText("is changed")).toContainText(
    `\u2068${hebrew.service}\u2069 is changed`,
  );
  await look("a message");
  await open(page, paths.security);
  await page.getByRole("button", { name: `Remove ${isolate(hebrew.otherFactor)}`, exact: true }).click();
  await expect(page.getByRole("dialog", { name: `Remove ${isolate(hebrew.otherFactor)}?`, exact: true })).toBeVisible();
  await look("a question about a factor");
});

const isolate = (value: string) => `\u2068${value}\u2069`;

/** Finds texts with Hebrew letters that no element or character isolates from their surroundings. */
const unisolated = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const found: string[] = [];
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const parent = text.parentElement!;
      if (parent.closest("script, style, textarea, bdi, [dir=auto]")) continue;
      let left = text.nodeValue!;
      for (let before = ""; before !== left;) {
        before = left;
        left = left.replaceAll(/\u2068[^\u2068\u2069]*\u2069/g, "");
      }
      if (/[\u0590-\u05ff]/.test(left))
        found.push(`${parent.tagName.toLowerCase()}.${parent.className}: ${text.nodeValue}`);
    }
    return [
      ...found,
      ...(/[\u0590-\u05ff]/.test(document.title.replaceAll(/\u2068[^\u2069]*\u2069/g, "")) ? [document.title] : []),
    ];
  });

type Part = ReturnType<Page["locator"]>;

/** Whether the parts are ordered from left to right, or below one another. */
async function inOrder(...parts: Part[]): Promise<boolean> {
  const boxes = await Promise.all(parts.map((part) => part.first().boundingBox()));
  return boxes.every(
    (box, at) =>
      at === 0 ||
      box!.y > boxes[at - 1]!.y + boxes[at - 1]!.height - 4 ||
      box!.x >= boxes[at - 1]!.x + boxes[at - 1]!.width - 1,
  );
}
