import "server-only";
import { Readable } from "node:stream";
import MailComposer from "nodemailer/lib/mail-composer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Problem } from "@/lib/domain/mail/schema";
import { readEmail } from "@/lib/isomorphic/email.mjs";
import { env } from "@/lib/runtime/env.mjs";

/** The connection to the mail server. It sends one email after the other. */

export type Envelope = { id: string; recipient: string; language: string; subject: string; text: string; html: string };

/** Why an email was not sent, or perhaps not. */
export type Undelivered = {
  reason: Problem;
  /** The codes of the server's answer: `550 5.1.1`. Never its words, which could contain anything. */
  code: string;
  /** Trying again is useless. */
  final: boolean;
  /** The server is at fault, not this email: others would fail too now. */
  server: boolean;
  /** The connection broke after all data was handed over, so the email may have been sent. */
  mayHaveLeft: boolean;
  /** Not handed over, because the process ends or the email became void. */
  stopped?: true;
  /** The error, only for the operator. */
  detail: string;
};

/** Timeouts in milliseconds. Together they stay well below the lease of an email (lib/domain/mail/rules.ts). */
const patience = { connectionTimeout: 15_000, greetingTimeout: 15_000, dnsTimeout: 15_000, socketTimeout: 90_000 };
const longest = 240_000;
const mailsPerConnection = 100;

/** This process's connection to the mail server. Connects with the first email, and again after an error. */
export class MailWire {
  #connection: SMTPConnection | null = null;
  #carried = 0;

  /**
   * Sends an email. Null if the server accepted it. Calls `mayHandOver` right before the message is handed over: if it returns false
   * or throws, nothing of the message leaves. Its error is thrown on. `ending` stops at once if nothing was handed over yet.
   */
  async send(mail: Envelope, ending?: AbortSignal, mayHandOver = async () => true): Promise<Undelivered | null> {
    const to = readEmail(mail.recipient);
    if (!("sent" in to)) {
      return { reason: "address", code: "", final: true, server: false, mayHaveLeft: false, detail: "" };
    }
    const over = new AbortController();
    const body = Readable.from(handed(await composed({ ...mail, recipient: to.sent }), mayHandOver, over));
    const late = setTimeout(() => over.abort(new WireError("ETIMEDOUT")), longest);
    const end = () => !body.readableDidRead && over.abort(new WireError("ESTOPPED"));
    ending?.addEventListener("abort", end);
    try {
      const cut = new Promise<never>((_, reject) =>
        over.signal.addEventListener("abort", () => reject(over.signal.reason as Error)),
      );
      if (ending?.aborted) end();
      await Promise.race([cut, this.#hand(to.sent, body)]);
      if (++this.#carried >= mailsPerConnection) this.end();
      return null;
    } catch (error) {
      this.#connection?.close();
      this.end();
      if (error instanceof NotHanded) throw error.cause;
      return undelivered(error as Failure, body.readableEnded);
    } finally {
      clearTimeout(late);
      ending?.removeEventListener("abort", end);
    }
  }

  /** Closes the connection politely. Call it only while no email is being sent. */
  end(): void {
    if (this.#connection?.stage === "connected") this.#connection.quit();
    this.#connection = null;
    this.#carried = 0;
  }

  async #hand(recipient: string, body: Readable): Promise<void> {
    const connection = (this.#connection ??= await this.#connected());
    // Without this extension (RFC 6531), the server could not read the email address, or could take it for another mailbox.
    const { _supportedExtensions: knows } = connection as unknown as { _supportedExtensions: string[] };
    if (/[^\p{ASCII}]/u.test(recipient) && !knows.includes("SMTPUTF8")) throw new WireError("EENVELOPE");
    await new Promise<void>((taken, failed) => {
      connection.send({ from: env.mailFrom, to: [recipient] }, body, (error) => (error ? failed(error) : taken()));
    });
  }

  async #connected(): Promise<SMTPConnection> {
    const { host, port, secure, tls, user, password } = env.mail!;
    const connection = new SMTPConnection({
      ...patience,
      host,
      port,
      secure,
      name: new URL(env.origin).hostname,
      requireTLS: tls && !secure,
      ignoreTLS: !tls,
      logger: false,
    });
    // Set before it is connected, so that `send` can close it if it gives up early.
    this.#connection = connection;
    return new Promise((connected, failed) => {
      connection.on("error", failed);
      connection.once("end", () => {
        failed(new WireError("ECONNECTION"));
        // The next email opens a new connection.
        if (this.#connection === connection) this.#connection = null;
      });
      connection.connect((error) => {
        if (error) return failed(error);
        if (user === "") return connected(connection);
        connection.login({ credentials: { user, pass: password } }, (refused) =>
          refused ? failed(refused) : connected(connection),
        );
      });
    });
  }
}

/** Yields the message once it may be handed over. Otherwise it never ends, and `over` aborts the connection. */
async function* handed(
  message: Buffer,
  mayHandOver: () => Promise<boolean>,
  over: AbortController,
): AsyncGenerator<Buffer, void> {
  const may = await mayHandOver().catch((cause: unknown) => over.abort(new NotHanded("not handed over", { cause })));
  if (may) {
    yield message;
    return;
  }
  if (may === false) over.abort(new WireError("ESTOPPED"));
  await new Promise(() => {});
}

/** Wraps an error of `mayHandOver`. */
class NotHanded extends Error {}

class WireError extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

type Failure = Error & {
  code?: string;
  originalCode?: string;
  responseCode?: number;
  response?: string;
  command?: string;
};

/** The complete message. Its Message-ID contains the row's id, so that a recipient can recognise a duplicate. */
function composed({ id, recipient, language, subject, text, html }: Envelope): Promise<Buffer> {
  const message = new MailComposer({
    from: { name: env.brand, address: env.mailFrom },
    to: { name: "", address: recipient },
    replyTo: env.supportMailbox,
    subject,
    text,
    html,
    messageId: `<${id}@${new URL(env.origin).hostname}>`,
    // Keeps machines from answering (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All", "Content-Language": language },
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return message.compile().build();
}

/** What an error means for the email. A permanent refusal of the recipient or message is final. Every other problem can pass. */
function undelivered(error: Failure, handedOver: boolean): Undelivered {
  const { code = "", originalCode = "", responseCode = 0, response = "", command = "" } = error;
  const answer = /^(\d{3})(?:[ -](\d\.\d{1,3}\.\d{1,3}))?/.exec(response);
  const replyCode = [responseCode || "", answer?.[2] ?? ""].filter(Boolean).join(" ");
  const what = { code: replyCode, final: false, server: false, mayHaveLeft: false, detail: error.message };
  if (code === "ESTOPPED") return { ...what, reason: "unreachable", stopped: true };
  if (code === "EAUTH" || [530, 534, 535, 538].includes(responseCode))
    return { ...what, reason: "login", server: true };
  if (code === "ETLS" || /CERT|TLS|SSL|SELF_SIGNED|VERIFY/.test(originalCode))
    return { ...what, reason: "tls", server: true };
  // The server does not support what the address or message needs.
  if (!responseCode && (code === "EENVELOPE" || code === "EMESSAGE"))
    return { ...what, reason: "address", final: true };
  if (responseCode >= 500 && /^(RCPT|DATA)/.test(command)) return { ...what, reason: "refused", final: true };
  if (responseCode >= 500) return { ...what, reason: "refused", server: true };
  if (responseCode >= 400) return { ...what, reason: "busy", server: responseCode === 421 };
  // Without an answer, it is unknown whether the server accepted the message.
  return { ...what, reason: handedOver ? "unsure" : "unreachable", server: true, mayHaveLeft: handedOver };
}
