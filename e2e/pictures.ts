// `npm run pictures`: takes the README's picture from the running product. The build is there already.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findBrowser } from "@/e2e/browser.mjs";
import { startServer } from "@/e2e/servers";
import { openDatabase } from "@/lib/db";
import { hashOf, newId, newToken } from "@/lib/tokens";
import { addCast } from "@/prisma/cast";

const folder = mkdtempSync(join(tmpdir(), "steward-pictures-"));
const server = await startServer({ databaseUrl: `file:${join(folder, "steward.db")}` });
const database = openDatabase(server.databaseUrl);
const browser = await chromium.launch({ executablePath: findBrowser(), args: ["--no-sandbox"] });

try {
  const { xavier } = await addCast(database, { handle: "xx11111-stw" });
  const [token, now] = [newToken(), new Date()];
  await database.writer.session.create({
    data: {
      id: newId(),
      tokenHash: hashOf(token),
      accountId: xavier.account.id,
      personId: xavier.id,
      createdAt: now,
      lastSeenAt: now,
      expiresAt: new Date(now.getTime() + 3_600_000),
      address: "127.0.0.1",
      userAgent: "",
    },
  });
  const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, colorScheme: "light" });
  await context.addCookies([{ name: "steward-session", value: token, url: server.origin }]);
  const page = await context.newPage();
  await page.goto(`${server.origin}/account/users`);
  await page.getByRole("table").waitFor();
  await page.screenshot({ path: "e2e/pictures/user-management.png" });
} finally {
  await browser.close();
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
