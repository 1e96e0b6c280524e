import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { readersLanguage, subjectOf } from "@/lib/domain/mail/letter";
import type { Undelivered } from "@/lib/domain/mail/output";
import { problemOf } from "@/lib/domain/mail/rules";
import type { MailKind } from "@/lib/domain/mail/schema";
import { findUndelivered } from "@/lib/domain/mail/store";

/** The mail to the actor's address that was given up last, while none has arrived since: what it was about, and why. Null where all is well. */
export async function viewUndelivered(auth: Authorized<"home.view" | "profile.view">): Promise<Undelivered | null> {
  const mail = await findUndelivered(auth);
  return mail && { id: mail.id, subject: subjectOf(mail.kind as MailKind, readersLanguage(auth.actor.principal)), problem: problemOf(mail) };
}
