import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { awake, open, rowOf } from "@/e2e/person";
import { paths } from "@/lib/isomorphic/paths";
import { addMail } from "@/lib/testing/cast";
import { startSession } from "@/lib/testing/sessions";

/** Relative times on a page that stays open. */

const [minute, hour] = [60_000, 3_600_000];

/** A time zone in which it is about noon: two hours ago is today, and midnight comes within a day. */
const atNoon = () => {
  const ahead = 12 - new Date().getUTCHours();
  // These names have the opposite sign.
  return ahead === 0 ? "UTC" : `Etc/GMT${ahead > 0 ? "-" : "+"}${Math.abs(ahead)}`;
};

for (const [language, words] of [
  [
    "en",
    {
      recent: ["2 min ago", "5 min ago"],
      day: ["Today, ", "Yesterday"],
      over: ["Today, ", "Yesterday, "],
      ends: ["Ends in 2 days", "Ends tomorrow"],
    },
  ],
  [
    "fr",
    {
      recent: ["Il y a 2", "Il y a 5"],
      day: ["Aujourd’hui, ", "Hier"],
      over: ["Aujourd’hui, ", "Hier, "],
      ends: ["Expire dans 2 jours", "Expire demain"],
    },
  ],
] as const) {
  test(`In ${language}: minutes and days advance while a page is open, past midnight in the user's time zone`, async ({
    page,
    cast,
    signIn,
    installation,
  }) => {
    const { writer } = installation.database;
    const ago = (ms: number) => new Date(Date.now() - ms);
    const timeZone = atNoon();
    await writer.person.update({ where: { id: cast.xavier.id }, data: { language, timeZone } });
    await writer.person.update({ where: { id: cast.jane.id }, data: { lastLoginAt: ago(2 * minute + 10_000) } });
    await writer.person.update({ where: { id: cast.martin.id }, data: { lastLoginAt: ago(2 * hour) } });
    await signIn(cast.xavier);
    await startSession(installation, cast.xavier, { lastSeenAt: ago(2 * minute + 10_000), createdAt: ago(2 * hour) });
    await addMail(installation.database, cast.xavier, { now: ago(2 * minute + 10_000) });
    await page.clock.install();
    const complaints = complaintsOf(page);

    await open(page, paths.users);
    const seen = (login: string) => rowOf(page, login).locator(".cell-last");
    await expect(seen("jane")).toContainText(words.recent[0]);
    await expect(seen("martin")).toContainText(words.day[0]);
    await page.clock.fastForward(3 * minute);
    await expect(seen("jane")).toContainText(words.recent[1]);
    await page.clock.fastForward(14 * hour);
    await expect(seen("martin")).toContainText(words.day[1]);

    // The browser's clock is now half a day off. The pages use the server's.
    for (const [path, text] of [
      [paths.emails, words.recent],
      [paths.security, words.recent],
      [paths.activity, words.over],
      [paths.services, words.ends],
    ] as const) {
      await page.goto(path);
      await awake(page);
      const main = page.getByRole("main");
      await expect(main.getByText(text[0]).first()).toBeVisible();
      await page.clock.fastForward(text === words.recent ? 3 * minute : 14 * hour);
      await expect(main.getByText(text[1]).first()).toBeVisible();
    }
    expect(complaints).toEqual([]);
  });
}

/** Collects console errors, above all hydration mismatches. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  return complaints;
}
