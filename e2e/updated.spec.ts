import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { awake, open } from "@/e2e/person";

/** The program is updated or stops under an open page. Its files then have other names. */

const files = "**/_next/static/chunks/**";

/** Makes the program's files missing (`updated`) or unreachable (`away`), or normal again (null). */
async function serveFiles(page: Page, how: "updated" | "away" | null) {
  await page.unroute(files);
  if (how) await page.route(files, (route) => (how === "updated" ? route.fulfill({ status: 404 }) : route.abort()));
}

test("Xavier, whose panel was updated under an open page, is told so and reloads it; an unreachable server gets another message", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  await open(page, "/account");
  const palette = page.getByRole("button", { name: "Find or do", exact: true });
  const notice = page.getByRole("status");
  const form = page.getByRole("region", { name: "Your profile", exact: true });

  await serveFiles(page, "updated");
  await palette.click();
  await expect(notice.filter({ hasText: "The panel was updated while this page was open." })).toBeVisible();
  const link = notice.getByRole("link", { name: "Load the page again", exact: true });
  const [colour, around] = await link.evaluate((a) =>
    [a, a.parentElement!].map((element) => getComputedStyle(element).color),
  );
  expect(colour, "a link in a toast is read on the toast's own ground").toBe(around);
  await serveFiles(page, "away");
  await palette.click();
  await expect(notice.filter({ hasText: "The server did not answer." })).toBeVisible();
  // When the server is back, the palette opens without a reload.
  await serveFiles(page, null);
  await palette.click();
  await expect(page.getByRole("dialog", { name: "Find or do", exact: true })).toBeVisible();
  await page.keyboard.press("Escape");

  // The login dialog is loaded late too.
  await page.context().clearCookies();
  await form.getByLabel("Display name", { exact: true }).fill("Xavier of the night");
  await serveFiles(page, "updated");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form.getByRole("alert")).toContainText(
    "Nothing was saved: the panel was updated while this page was open.",
  );
  await serveFiles(page, "away");
  await form.getByRole("button", { name: "Save", exact: true }).click();
  await expect(form.getByRole("alert")).toContainText(
    "Nothing was saved: the panel could not ask you to log in or confirm it’s you.",
  );
  await expect(form.getByLabel("Display name", { exact: true })).toHaveValue("Xavier of the night");

  await signIn(cast.xavier);
  const services = page.getByRole("navigation").getByRole("link", { name: "Services", exact: true });
  await serveFiles(page, "updated");
  await services.click();
  await expect(page.getByRole("heading", { name: "The panel was updated", exact: true })).toBeVisible();
  await serveFiles(page, null);
  await page.getByRole("button", { name: "Load the page again", exact: true }).click();
  await awake(page);
  await expect(page.getByRole("heading", { name: "Services", exact: true })).toBeVisible();
});

test("A page whose texts do not arrive says so, and works once they do", async ({ page, cast, signIn }) => {
  await signIn(cast.xavier);
  for (const [how, title, again] of [
    ["updated", "The panel was updated", "Load the page again"],
    ["away", "The server did not answer", "Try again"],
  ] as const) {
    await page.route("**/texts/**", (route) => (how === "updated" ? route.fulfill({ status: 404 }) : route.abort()));
    await page.goto("/account");
    await expect(page.getByRole("heading", { name: title, exact: true })).toBeVisible();
    await page.unroute("**/texts/**");
    await page.getByRole("button", { name: again, exact: true }).click();
    await awake(page);
    await expect(page.getByRole("heading", { name: "General information", exact: true })).toBeVisible();
  }
});

test("A page is complete before its texts arrive, and a browser loads each file of them once, when it is needed", async ({
  page,
  cast,
  signIn,
}) => {
  await signIn(cast.xavier);
  const asked: string[] = [];
  let send = () => {};
  const held = new Promise<void>((resolve) => (send = resolve));
  await page.route("**/texts/**", async (route) => {
    asked.push(new URL(route.request().url()).pathname.replace(/-[\w-]{16}\.json$/, ""));
    await held;
    await route.continue();
  });
  await page.goto("/account/users", { waitUntil: "commit" });
  await expect(page.getByRole("button", { name: "Actions for jane", exact: true })).toBeVisible();
  send();
  await awake(page);
  expect(asked).toEqual(["/texts/en-panel"]);
  await page.getByRole("button", { name: "Find or do", exact: true }).click();
  await expect(page.getByRole("dialog", { name: "Find or do", exact: true }).getByRole("option")).not.toHaveCount(0);
  expect(asked).toEqual(["/texts/en-panel", "/texts/en-more"]);
  await page.keyboard.press("Escape");
  await page.getByRole("link", { name: "General information", exact: true }).click();
  const form = page.getByRole("region", { name: "Your profile", exact: true });
  await form.getByLabel("Display name", { exact: true }).fill("Xavier Longname");
  expect(asked).toHaveLength(2);
});
