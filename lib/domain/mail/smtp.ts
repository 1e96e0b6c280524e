import "server-only";
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Problem } from "@/lib/domain/mail/schema";
import { readAddress } from "@/lib/isomorphic/email-address.mjs";
import { env } from "@/lib/runtime/env.mjs";

/** The wire to the mail server: one connection that carries a mail after the other. */

export type Envelope = { id: string; recipient: string; language: string; subject: string; text: string; html: string };

/** What became of a mail that did not simply leave. */
export type Undelivered = {
  reason: Problem;
  /** What the server answered, as far as it is a code: `550 5.1.1`. Never its words, which could hold anything. */
  code: string;
  /** Trying again is of no use. */
  final: boolean;
  /** It is the server that is at fault, not this mail: others will fare no better now. */
  server: boolean;
  /** All of it was handed over before the connection was lost, so it may have left. */
  mayHaveLeft: boolean;
  /** The process ends, or the mail is of no use any more, and it was not handed over. */
  stopped?: true;
  /** What happened, for the operator's own eyes. */
  detail: string;
};

/** Milliseconds. The whole of it stays well below the lease of a mail (lib/domain/mail/rules.ts). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, dnsTimeout: 15_000, socketTimeout: 90_000 };
const longest = 240_000;
const mailsPerConnection = 100;

/** A mail server that this process speaks to. It connects with the first mail, and again after whatever went wrong. */
export class MailWire {
  #connection: SMTPConnection | null = null;
  #carried = 0;

  /**
   * Hands over a mail: null where the server took it. `mayHandOver` is asked when the server is about to be given the message, none
   * of which leaves where it says no, or fails; what it throws is thrown. Ending gives up at once where nothing was handed over yet.
   */
  async send(mail: Envelope, ending?: AbortSignal, mayHandOver = async () => true): Promise<Undelivered | null> {
    const to = readAddress(mail.recipient);
    if (!("sent" in to)) {
      return { reason: "address", code: "", final: true, server: false, mayHaveLeft: false, detail: "" };
    }
    const over = new AbortController();
    const body = Readable.from(handed(await composed({ ...mail, recipient: to.sent }), mayHandOver, over));
    const late = setTimeout(() => over.abort(new WireError("ETIMEDOUT")), longest);
    const end = () => !body.readableDidRead && over.abort(new WireError("ESTOPPED"));
    ending?.addEventListener("abort", end);
    try {
      const cut = new Promise<never>((_, reject) => over.signal.addEventListener("abort", () => reject(over.signal.reason as Error)));
      if (ending?.aborted) end();
      await Promise.race([cut, this.#hand(to.sent, body)]);
      if (++this.#carried >= mailsPerConnection) this.end();
      return null;
    } catch (error) {
      this.#connection?.close();
      this.end();
      if (error instanceof NotHanded) throw error.cause;
      return undelivered(error as Wrong, body.readableEnded);
    } finally {
      clearTimeout(late);
      ending?.removeEventListener("abort", end);
    }
  }

  /** Says good-bye. Nothing is under way. */
  end(): void {
    if (this.#connection?.stage === "connected") this.#connection.quit();
    this.#connection = null;
    this.#carried = 0;
  }

  async #hand(recipient: string, body: Readable): Promise<void> {
    const connection = (this.#connection ??= await this.#connected());
    // Without this extension (RFC 6531) the server would get octets that mean nothing to it, and perhaps another mailbox.
    const { _supportedExtensions: knows } = connection as unknown as { _supportedExtensions: string[] };
    if (/[^\p{ASCII}]/u.test(recipient) && !knows.includes("SMTPUTF8")) throw new WireError("EENVELOPE");
    await new Promise<void>((taken, failed) => {
      connection.send({ from: env.mailFrom, to: [recipient] }, body, (error) => (error ? failed(error) : taken()));
    });
  }

  async #connected(): Promise<SMTPConnection> {
    const { host, port, secure, tls, user, password } = env.mail!;
    const connection = new SMTPConnection({ ...patience, host, port, secure, name: new URL(env.origin).hostname, requireTLS: tls && !secure, ignoreTLS: !tls, logger: false });
    // Whoever gives up while it is being set up has to find it.
    this.#connection = connection;
    return new Promise((connected, failed) => {
      connection.on("error", failed);
      connection.once("end", () => {
        failed(new WireError("ECONNECTION"));
        // Another one is made for the next mail.
        if (this.#connection === connection) this.#connection = null;
      });
      connection.connect((error) => {
        if (error) return failed(error);
        if (user === "") return connected(connection);
        connection.login({ credentials: { user, pass: password } }, (refused) => (refused ? failed(refused) : connected(connection)));
      });
    });
  }
}

/** The message, as soon as it may be handed over. Else it never comes, not even its end, and the connection is given up. */
async function* handed(message: Buffer, mayHandOver: () => Promise<boolean>, over: AbortController): AsyncGenerator<Buffer, void> {
  const may = await mayHandOver().catch((cause: unknown) => over.abort(new NotHanded("not handed over", { cause })));
  if (may) {
    yield message;
    return;
  }
  if (may === false) over.abort(new WireError("ESTOPPED"));
  await new Promise(() => {});
}

/** What was to be done before the message is handed over failed. */
class NotHanded extends Error {}

class WireError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

type Wrong = Error & { code?: string; originalCode?: string; responseCode?: number; response?: string; command?: string };

/** The whole message. Its number is the row's, so that one that arrives twice can be told. */
function composed({ id, recipient, language, subject, text, html }: Envelope): Promise<Buffer> {
  const message = new MailComposer({
    from: { name: env.brand, address: env.mailFrom },
    to: { name: "", address: recipient },
    replyTo: env.supportMailbox,
    subject,
    text,
    html,
    messageId: `<${id}@${new URL(env.origin).hostname}>`,
    // No machine answers it (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": language },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().build();
}

/** What an error means for the mail. A server's final no to the recipient or the message is final; all else may pass. */
function undelivered(error: Wrong, handedOver: boolean): Undelivered {
  const { code = "", originalCode = "", responseCode = 0, response = "", command = "" } = error;
  const answer = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(response);
  const said = [responseCode || "", answer?.[2] ?? ""].filter(Boolean).join(" ");
  const what = { code: said, final: false, server: false, mayHaveLeft: false, detail: error.message };
  if (code === "ESTOPPED") return { ...what, reason: "unreachable", stopped: true };
  if (code === "EAUTH" || [530, 534, 535, 538].includes(responseCode)) return { ...what, reason: "login", server: true };
  if (code === "ETLS" || /CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(originalCode)) return { ...what, reason: "tls", server: true };
  // What the address or the message would take, the server cannot.
  if (!responseCode && (code === "EENVELOPE" || code === "EMESSAGE")) return { ...what, reason: "address", final: true };
  if (responseCode >= 500 && /^(RCPT|DATA)/.test(command)) return { ...what, reason: "refused", final: true };
  if (responseCode >= 500) return { ...what, reason: "refused", server: true };
  if (responseCode >= 400) return { ...what, reason: "busy", server: responseCode === 421 };
  // Without an answer nobody knows whether the server took what it was handed.
  return { ...what, reason: handedOver ? "unsure" : "unreachable", server: true, mayHaveLeft: handedOver };
}
