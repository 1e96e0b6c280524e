import { newId } from "@/lib/security/tokens";
import type { CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";

/** User-Agent headers of real browsers. */
export const browsers = {
  firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  iphone:
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/19.0 Mobile/15E148 Safari/604.1",
  chrome:
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
} as const;

type Try = { outcome?: string; method?: string; ip?: string; userAgent?: string };

/** Adds login attempts of this user, three hours apart, latest first. */
export async function addTries({ database }: Place, person: CastPerson, tries: readonly Try[]): Promise<void> {
  const rows = tries.map((each, n) => ({
    method: "password",
    outcome: "done",
    ip: "203.0.113.24",
    userAgent: browsers.firefox,
    ...each,
    id: newId(),
    accountId: person.account.id,
    personId: person.id,
    at: new Date(Date.now() - n * 3 * 3_600_000),
  }));
  await database.writer.signIn.createMany({ data: rows });
}
