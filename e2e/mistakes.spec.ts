import type { Locator, Page } from "@playwright/test";
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { fillNewUser, fillUserFields, open, passwords, rowOf, unique, choose } from "@/e2e/person";
import { rounds } from "@/e2e/rounds";
import { paths } from "@/lib/isomorphic/paths";
import { castPassword } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** What users type by mistake or on purpose: the error shows in its place, nothing is lost, nothing is written. */

const confirm = (dialog: Locator) => dialog.getByRole("button", { name: "Confirm", exact: true }).click();

/** Expects the field to be marked as wrong and described by the sentence. */
async function expectInvalid(form: Page | Locator, label: string, sentence: string) {
  const field = form.getByLabel(label, { exact: true });
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveAccessibleDescription(new RegExp(escaped(sentence)));
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

const longEmail = `${"a".repeat(64)}@${"example.".repeat(23)}example`;

test("An empty form shows what is missing under each field", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const dialog = await fillNewUser(page, { login: "", email: "", password: "" });
  await confirm(dialog);
  await expectInvalid(dialog, "ID", "Type an ID.");
  await expectInvalid(dialog, "Email", "Type an email address.");
  await expectInvalid(dialog, "Password", "Type a password.");
  await expect(dialog.getByLabel("ID", { exact: true })).toBeFocused();
  await expect(dialog.getByRole("alert")).toHaveText("Check 3 fields");
  await dialog.getByRole("button", { name: "Cancel", exact: true }).click();
  // The second click of a double click falls beside the dialog that the first one opened.
  await page.getByRole("button", { name: "Add a user", exact: true }).dblclick({ delay: 50 });
  await expect(dialog).toBeVisible();
});

test("An invalid user is refused in the right field, keeps what was typed, and is not written", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  test.setTimeout(60_000);
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const before = await rowsOf(installation.database, cast.account.id);
  const right = { login: "kim", email: "kim@example.com", password: passwords.first, description: "Night shift" };
  const dialog = await fillNewUser(page, right);
  const letters = "Use only letters without accents, digits, dots, dashes and underscores.";
  const mistakes = {
    ID: [
      ...["john smith", "john/smith", "john@smith", "jöhn", "kim😀"].map((value) => [value, letters]),
      ["w".repeat(65), "An ID can have at most 64 characters. Shorten it."],
      ["JANE", "JANE already exists in this account"],
      ["Remo", "Remo already exists in this account. Look among the removed users too, or choose another ID."],
    ],
    Email: [
      ["kim", "Type a complete address, such as name@example.com."],
      ["kim@@example.com", "Type a complete address"],
      ["kim@example.com, lee@example.com", "Type a complete address"],
      ["kim@example", "Type a complete address"],
      [longEmail, "An email address can have at most 254 characters. Shorten it."],
    ],
    Password: [
      ["1234567", "A password must have at least 8 characters."],
      [
        "quartz lantern otter velvet ".repeat(5).slice(0, 129),
        "A password can have at most 128 characters. Shorten it.",
      ],
      [" ".repeat(12), "Try four unrelated words"],
      ["password1234", "Try four unrelated words"],
      ["kim@example.com", "Try four unrelated words"],
    ],
    Description: [["d".repeat(256), "This is too long. Shorten it."]],
  };
  const keys = { ID: "login", Email: "email", Password: "password", Description: "description" } as const;
  expect(longEmail.length).toBeGreaterThan(254);
  for (const [label, cases] of Object.entries(mistakes)) {
    const field = dialog.getByLabel(label, { exact: true });
    for (const [value, sentence] of cases) {
      await field.fill(value!);
      await confirm(dialog);
      await expectInvalid(dialog, label, sentence!);
      await expect(field).toBeFocused();
      await expect(field).toHaveValue(value!);
    }
    await field.fill(right[keys[label as keyof typeof keys]]);
    await expect(field).not.toHaveAttribute("aria-invalid", "true");
  }
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
  await confirm(dialog);
  await expect(page.getByRole("status").getByText("kim is added")).toBeVisible();
});

for (const pause of rounds([0, 50], [0, 5, 50])) {
  test(`Xavier who confirms twice, ${pause} ms apart, adds one user and sees no error`, async ({
    page,
    cast,
    signIn,
    installation,
  }) => {
    await signIn(cast.xavier);
    await open(page, "/account/users");
    const login = `twice-${unique()}`;
    const dialog = await fillNewUser(page, { login });
    await dialog.locator("form").evaluate((form: HTMLFormElement, later) => {
      form.requestSubmit();
      setTimeout(() => form.isConnected && form.requestSubmit(), later);
    }, pause);
    await expect(page.getByRole("status").getByText(`${login} is added`)).toHaveCount(1);
    await expect(dialog).toBeHidden();
    await expect(rowOf(page, login)).toHaveCount(1);
    const added = { accountId: cast.account.id, permission: "users.add", subjectName: login };
    expect(await installation.database.db.activity.count({ where: added })).toBe(1);
  });
}

test("The list answers every search that Martin tries", async ({ cast, installation, wire }) => {
  const { cookie } = await startSession(installation, cast.martin);
  const words = [
    "%",
    "_",
    "'",
    '"',
    "%%%",
    "___",
    `'"' OR 1=1 --`,
    "\\",
    "jan%",
    '"jane"',
    "jane* NEAR root",
    "😀😀😀",
  ];
  for (const q of words) {
    const { status, text } = await wire.send({ path: `${paths.users}?q=${encodeURIComponent(q)}`, cookie });
    expect(status, q).toBe(200);
    expect(text).toContain(`>No user matches “${asMarkup(q)}”<`);
    expect(text).toContain(`value="${asMarkup(q)}"`);
  }
  const long = [`q=${"w".repeat(10_000)}`, `cursor=${"c".repeat(5_000)}`];
  for (const query of [...long, "q=%00", "page=-1", "cursor=made-up", "status=holder", "q=a&q=b"]) {
    const { status, text } = await wire.send({ path: `${paths.users}?${query}`, cookie });
    expect(status, query.slice(0, 40)).toBeLessThan(500);
    if (status === 200) expect(text).toContain(">User management<");
  }
});

/** How React writes a text into a page. */
const asMarkup = (text: string) => text.replaceAll("&", "&amp;").replaceAll("'", "&#x27;").replaceAll('"', "&quot;");

test("After a login, the browser stays inside the application for every requested URL", async ({
  page,
  cast,
  installation,
}) => {
  const elsewhere = rounds(
    ["//elsewhere.example", "javascript:alert(1)"],
    ["//elsewhere.example", "https://elsewhere.example/", "/\\elsewhere.example", "javascript:alert(1)"],
  );
  for (const next of elsewhere) {
    await page.context().clearCookies();
    await open(page, `/login?next=${encodeURIComponent(next)}&id=${encodeURIComponent(cast.jane.signInId)}`);
    await page.getByLabel("Password", { exact: true }).fill(castPassword);
    await page.getByRole("button", { name: "Log in", exact: true }).click();
    await expect(page.getByRole("heading", { name: "Account of Xu Ltd", exact: true })).toBeVisible();
    expect(new URL(page.url()).origin).toBe(installation.origin);
  }
});

test("Jane changes her password and sees what is wrong in each field", async ({ page, cast, signIn, installation }) => {
  await signIn(cast.jane);
  await open(page, "/account/security");
  const before = await rowsOf(installation.database, cast.account.id);
  const change = page.getByRole("button", { name: "Change password", exact: true });
  const fill = async (current: string, password: string, repeat = password) => {
    await page.getByLabel("Current password", { exact: true }).fill(current);
    await page.getByLabel("New password", { exact: true }).fill(password);
    await page.getByLabel("Repeat the new password", { exact: true }).fill(repeat);
    await change.click();
  };
  await fill("", "", "");
  await expectInvalid(page, "Current password", "Type a password.");
  await fill(castPassword, passwords.own, passwords.newer);
  await expectInvalid(page, "Repeat the new password", "The two passwords differ.");
  await expect(page.getByText("It begins or ends with a space.")).toHaveCount(0);
  await fill("not my password at all", ` ${passwords.own}`);
  await expectInvalid(page, "Current password", "This is not your current password.");
  await expect(page.getByText("It begins or ends with a space.")).toBeVisible();
  await expect(page.getByLabel("New password", { exact: true })).toHaveValue(` ${passwords.own}`);
  await fill(castPassword, castPassword);
  await expectInvalid(page, "New password", "This is already your password. Choose another one.");
  await fill(castPassword, "jane jane jane");
  await expectInvalid(page, "New password", "Try four unrelated words");
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
  await fill(castPassword, passwords.own);
  await expect(page.getByRole("status").getByText("Your password is changed")).toBeVisible();
});

test("An invalid account is refused in the right field, and a taken address is named", async ({ page, cast }) => {
  await open(page, "/signup");
  const email = cast.xavier.email.toUpperCase();
  const typed = { "First name": "Ada", "Last name": "Stone", Email: email, Password: passwords.holder };
  for (const [label, value] of Object.entries(typed)) await page.getByLabel(label, { exact: true }).fill(value);
  const create = page.getByRole("button", { name: "Create account", exact: true });
  await create.click();
  await expectInvalid(page, "Email", "An account with this address already exists. Log in, or use another address.");
  await page.getByLabel("First name", { exact: true }).fill("A".repeat(65));
  await page.getByLabel("Last name", { exact: true }).fill("   ");
  await create.click();
  await expectInvalid(page, "First name", "This is too long. Shorten it.");
  await expectInvalid(page, "Last name", "Type a last name.");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(passwords.holder);
});

test("An Administrator is removed only when their exact login is typed", async ({
  page,
  cast,
  signIn,
  installation,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account/users");
  const before = await rowsOf(installation.database, cast.account.id);
  await choose(page, "root.b", "Remove");
  const question = page.getByRole("alertdialog", { name: "Remove root.b?", exact: true });
  for (const typed of ["", "root", "ROOT.B", "root.b "]) {
    await question.getByRole("textbox").fill(typed);
    await question.getByRole("button", { name: "Remove", exact: true }).click();
    await expectInvalid(question, "Type root.b to confirm", "Type root.b to remove this Administrator.");
  }
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
});

test("The page that adds a user refuses the same as the dialog", async ({ page, cast, signIn, installation }) => {
  await signIn(cast.xavier);
  await open(page, "/account/users/new");
  const before = await rowsOf(installation.database, cast.account.id);
  await fillUserFields(page, { login: "jane", email: "jane.two@example.com", description: "Night shift" });
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await expectInvalid(page, "ID", "jane already exists in this account");
  await expect(page.getByLabel("Password", { exact: true })).toHaveValue(passwords.first);
  await expect(page.getByLabel("Description", { exact: true })).toHaveValue("Night shift");
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
});
