import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { readersLanguage, subjectOf } from "@/lib/domain/mail/letter";
import type { Undelivered } from "@/lib/domain/mail/output";
import { problemOf } from "@/lib/domain/mail/rules";
import type { MailKind } from "@/lib/domain/mail/schema";
import { findUndelivered } from "@/lib/domain/mail/store";

/** Shows the last failed email to the actor's address, with subject and reason. Null if none failed, or a later one was delivered. */
export async function viewUndelivered(auth: Authorized<"home.view" | "profile.view">): Promise<Undelivered | null> {
  const mail = await findUndelivered(auth);
  return (
    mail && {
      id: mail.id,
      subject: subjectOf(mail.kind as MailKind, readersLanguage(auth.actor.principal)),
      problem: problemOf(mail),
    }
  );
}
