// A real mail server for tests, with all the behaviour of mail servers, also the worst.
import type { AddressInfo } from "node:net";
import { simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";

/**
 * silent: accepts the connection and never greets · away: greets with a refusal · temporary, permanent: refuses the recipient for now, or
 * for good · drop: reads the whole message and hangs up · hang: reads it and never answers · slow: answers after a second · thinking:
 * answers after a moment.
 */
export type Manners = "accept" | "silent" | "away" | "temporary" | "permanent" | "drop" | "hang" | "slow" | "thinking";

export type ReceivedMail = {
  to: string[];
  from: string;
  messageId: string;
  subject: string;
  text: string;
  html: string;
  headers: ReadonlyMap<string, unknown>;
};

export type MailServer = Awaited<ReturnType<typeof startMailServer>>;

/** Starts a mail server on this computer. `mails` holds every complete message, in order of arrival. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  let manners: Manners = "accept";
  const server = new SMTPServer({
    authOptional: true,
    hideSTARTTLS: true,
    closeTimeout: 100,
    onConnect: (_, greet) => {
      if (manners === "away") return greet(refusal(421, "4.3.2 Shutting down"));
      if (manners !== "silent") greet();
    },
    onRcptTo: (_, __, answer) => {
      if (manners === "temporary") return answer(refusal(451, "4.7.1 Come back later"));
      if (manners === "permanent") return answer(refusal(550, "5.1.1 No such mailbox"));
      answer();
    },
    onData: async (stream, session, answer) => {
      const { envelope } = session;
      // A message that was cut off does not count.
      const parsed = await simpleParser(stream).catch(() => null);
      if (!parsed) return;
      const { from, messageId, subject, text, html, headers } = parsed;
      mails.push({
        to: envelope.rcptTo.map(({ address }) => address),
        from: from?.text ?? "",
        messageId: messageId ?? "",
        subject: subject ?? "",
        text: text ?? "",
        html: html || "",
        headers,
      });
      if (manners === "drop") return hangUp(session.id);
      if (manners === "slow" || manners === "thinking") return void setTimeout(answer, manners === "slow" ? 1000 : 10);
      if (manners !== "hang") answer();
    },
    ...options,
  });
  // A client that gives up is not an error of the server.
  server.on("error", () => {});
  const hangUp = (id: string) => {
    for (const connection of server.connections) if (connection.session.id === id) connection.close();
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mails,
    behave: (next: Manners) => void (manners = next),
    close: () => new Promise<void>((closed) => server.close(() => closed())),
  };
}

const refusal = (responseCode: number, message: string) => Object.assign(new Error(message), { responseCode });
