// `npm run pictures`: takes the pictures of the documents from the running product with the demo.
import "server-only";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Locator, type Page } from "@playwright/test";
import { openDatabase } from "@/lib/database/db";
import { addDemo, demoPassword } from "@/lib/demo/demo";
import { hashOf, newId, newToken } from "@/lib/security/tokens";
import { findBrowser } from "@/lib/testing/browser.mjs";
import { startServer } from "@/lib/testing/servers";
import { build, generate } from "@/lib/tools/setup.mjs";

type Picture = {
  name: string;
  path: string;
  height: number;
  /** Opens what the picture shows. Returns the part of the page to show, or nothing for the whole page. */
  open?: (page: Page) => Promise<Locator | void>;
};

const pictures: Picture[] = [
  { name: "home", path: "/", height: 1080 },
  { name: "user-management", path: "/account/users", height: 800 },
  { name: "add-a-user", path: "/account/users", height: 860, open: (page) => openDialog(page, "Add a user", "ID") },
  {
    name: "user-menu",
    path: "/account/users?q=jane",
    height: 800,
    open: (page) => page.getByRole("button", { name: "Actions for jane", exact: true }).click(),
  },
  { name: "security", path: "/account/security", height: 1180 },
  {
    name: "require-two-factor",
    path: "/account/security",
    height: 800,
    open: (page) => openDialog(page, "Require two-factor", "do not have it"),
  },
  { name: "activity", path: "/account/activity", height: 720 },
  { name: "services", path: "/services", height: 720 },
  {
    name: "find-or-do",
    path: "/",
    height: 620,
    open: async (page) => {
      await page.keyboard.press("Control+K");
      await page.getByRole("combobox").fill("se");
      await page.getByText("Services", { exact: true }).last().waitFor();
    },
  },
];

/** The browser that the pictures show in the list of sessions. */
const browserName =
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36";

/** Opens a dialog with its button, and waits until it shows this text. */
async function openDialog(page: Page, name: string, text: string): Promise<Locator> {
  await page.getByRole("button", { name, exact: true }).click();
  const dialog = page.getByRole("dialog", { name, exact: true });
  await dialog.getByText(text).first().waitFor();
  return dialog;
}

await generate();
await build();
const folder = mkdtempSync(join(tmpdir(), "steward-pictures-"));
const server = await startServer({ databaseUrl: `file:${join(folder, "steward.db")}` });
const database = openDatabase(server.databaseUrl);
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });

try {
  await addDemo(database, { password: demoPassword, handleSuffix: "stw" });
  const holder = await database.db.person.findFirstOrThrow({
    where: { kind: "holder", account: { digitalId: "1234-567-89" } },
  });
  const [token, now] = [newToken(), new Date()];
  await database.writer.session.create({
    data: {
      id: newId(),
      tokenHash: hashOf(token),
      accountId: holder.accountId,
      personId: holder.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      provedAt: now,
      ip: "127.0.0.1",
      userAgent: browserName,
    },
  });
  const context = await browser.newContext({ colorScheme: "light", userAgent: browserName });
  await context.addCookies([{ name: "steward-session", value: token, url: server.origin }]);
  const page = await context.newPage();
  for (const { name, path, height, open } of pictures) {
    await page.setViewportSize({ width: 1280, height });
    await page.goto(`${server.origin}${path}`, { waitUntil: "networkidle" });
    const part = (await open?.(page)) ?? page;
    await page.waitForLoadState("networkidle");
    await part.screenshot({ path: `docs/pictures/${name}.png`, animations: "disabled" });
  }
} finally {
  await browser.close();
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
