// `npm run pictures`: takes the README's pictures from the running product with the demo.
import "server-only";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { openDatabase } from "@/lib/database/db";
import { addDemo, demoPassword } from "@/lib/demo/demo";
import { hashOf, newId, newToken } from "@/lib/security/tokens";
import { findBrowser } from "@/lib/testing/browser.mjs";
import { startServer } from "@/lib/testing/servers";
import { build, generate } from "@/lib/tools/setup.mjs";

const pictures = [
  { name: "home", path: "/", height: 1080 },
  { name: "user-management", path: "/account/users", height: 800 },
  { name: "security", path: "/account/security", height: 1180 },
] as const;

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
      userAgent: "",
    },
  });
  const context = await browser.newContext({ colorScheme: "light" });
  await context.addCookies([{ name: "steward-session", value: token, url: server.origin }]);
  const page = await context.newPage();
  for (const { name, path, height } of pictures) {
    await page.setViewportSize({ width: 1280, height });
    await page.goto(`${server.origin}${path}`, { waitUntil: "networkidle" });
    await page.screenshot({ path: `docs/pictures/${name}.png` });
  }
} finally {
  await browser.close();
  await database.close();
  await server.stop();
  rmSync(folder, { recursive: true });
}
