import { expect, soon } from "@/e2e/fixtures";
import { newDatabase } from "@/e2e/installation";
import { openDatabase } from "@/lib/database/db";
import { startMailServer, type ReceivedMail } from "@/lib/testing/mail-server";
import { startServer, type Installation, type Place, type RunningServer } from "@/lib/testing/servers";
import { wireTo } from "@/lib/testing/wire";

export type Mailing = Awaited<ReturnType<typeof startMailing>>;

/** Starts a server on a new database of the project's engine. It sends through a real mail server. */
export async function startMailing(installation: Installation, env: Record<string, string> = {}) {
  const { databaseUrl, remove } = await newDatabase(installation.databaseUrl);
  const mail = await startMailServer();
  const server: RunningServer = await startServer({ databaseUrl, env: { STEWARD_MAIL: mail.url, ...env } });
  const place: Place = { ...server, database: openDatabase(databaseUrl) };
  const wire = wireTo(server.origin);

  /** Waits for this many emails to an address with these words in the subject, and returns them. */
  async function mailsTo(email: string, subject: string | RegExp, count = 1): Promise<ReceivedMail[]> {
    const found = () => mail.mails.filter(({ to, subject: actual }) => to.includes(email) && actual.match(subject));
    await expect.poll(() => found().length, { ...soon, message: `mails “${subject}” to ${email}` }).toBe(count);
    return found();
  }

  return {
    place,
    mail,
    server,
    wire,
    mailsTo,
    stop: async () => {
      wire.close();
      expect(wire.failures).toEqual([]);
      expect(await server.stop()).toBe(0);
      expect(server.log()).not.toContain('"level":"error"');
      await place.database.close();
      await mail.close();
      remove();
    },
  };
}

/** The link of an email: its URL, path and token. */
export function linkOf({ text }: ReceivedMail): { href: string; path: string; token: string } {
  const [href = ""] = /https?:\/\/\S+\?token=[\w-]+/.exec(text) ?? [];
  const url = new URL(href);
  return { href, path: url.pathname + url.search, token: url.searchParams.get("token")! };
}
