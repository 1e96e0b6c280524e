import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import { job } from "@/lib/access/job";
import { read } from "@/lib/access/operation";
import { letterOf, readersLanguage, subjectOf } from "@/lib/domain/mail/letter";
import { emailsPage, shownEmail, type Email } from "@/lib/domain/mail/output";
import { kindsBySubject, problemOf, visibleEmails } from "@/lib/domain/mail/rules";
import {
  emailById,
  emailsQuery,
  linkKinds,
  mailGroups,
  type MailKind,
  type MailParams,
  type MailState,
} from "@/lib/domain/mail/schema";
import { logWaiting, sendOneByOne } from "@/lib/domain/mail/sending";
import { findMail, listMails, type ListedMail } from "@/lib/domain/mail/store";
import { isRequired } from "@/lib/domain/two-factor-requirement/store";
import { findUsersByWord } from "@/lib/domain/users/store";
import { languageFor } from "@/lib/i18n/choose-language.mjs";
import { formatEmail, formsOf } from "@/lib/isomorphic/email.mjs";
import { none, nothing } from "@/lib/isomorphic/fields";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { refuse } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";

/** How many people a search includes at most: more are not worth it for a common word. */
const mostPeople = 10;

/** Lists the actor's emails and those of others that they can see, newest first. The URL holds the query. */
export const listEmails = read({
  permission: "emails.list",
  input: emailsQuery,
  output: emailsPage,
  run: async (auth, { query, misread }) => {
    const code = readersLanguage(auth.actor.principal);
    const { messages } = languageFor([code], undefined);
    const people = query.q ? await findRecipients(auth, query.q) : [];
    const { rows, ...page } = await listMails(auth, query, {
      kinds: query.about ? mailGroups[query.about] : undefined,
      found: query.q ? { kinds: kindsBySubject(query.q, messages), people: people.slice(0, mostPeople) } : undefined,
    });
    return {
      ...page,
      emails: rows.map((mail) => asEmail(mail, code)),
      query,
      seen: visibleEmails(auth.actor.principal),
      cut: people.length > mostPeople ? mostPeople : null,
      misread: misread || page.strayed,
    };
  },
});

/** Shows an email without its link, which is only for the recipient. */
export const viewEmail = read({
  permission: "emails.view",
  input: emailById,
  output: shownEmail,
  run: async (auth, { id }) => {
    const mail = await findMail(auth, id);
    if (!mail) return refuse("not_found");
    const kind = mail.kind as MailKind;
    const link = (linkKinds as readonly MailKind[]).includes(kind) ? "held" : null;
    const { text } = letterOf({ kind, language: mail.language, params: paramsOf(mail), link });
    return {
      ...asEmail(mail, readersLanguage(auth.actor.principal)),
      language: mail.language,
      text,
      sentAt: mail.sentAt,
      problem: problemOf(mail),
    };
  },
});

/** Sends all due emails, one after the other. Without a mail server, logs each waiting email once. */
export const sendEmails = job({
  permission: "emails.send",
  input: nothing,
  output: none,
  run: async (auth, _input, steps) => {
    // An ended requirement must not be announced.
    const isTrue = async ({ kind, accountId }: { kind: string; accountId: number | null }) =>
      kind !== ("two-factor-required" satisfies MailKind) || isRequired(auth, accountId!);
    await (env.mail ? sendOneByOne({ auth, steps, isTrue }) : logWaiting(auth));
    return null;
  },
});

function asEmail(mail: ListedMail, language: string): Email {
  const { id, recipient, createdAt, person, leavesAt } = mail;
  return {
    id,
    subject: subjectOf(mail.kind as MailKind, language),
    recipient: formatEmail(recipient),
    to: person ? person.login || `${person.firstName} ${person.lastName}`.trim() : "",
    state: mail.state as MailState,
    until: mail.state === "waiting" && leavesAt && leavesAt > new Date() ? leavesAt : null,
    createdAt,
  };
}

const paramsOf = ({ params }: ListedMail) => JSON.parse(params) as MailParams;

/** Finds the people whose emails the reader can see and whose text contains the word. Empty for readers who see only their own. */
async function findRecipients(auth: Authorized<"emails.list">, word: string): Promise<string[]> {
  const { principal } = auth.actor;
  const seen = visibleEmails(principal);
  if (seen === "own") return [];
  const isHolder =
    seen === "all" &&
    searchFold([principal.holderName, ...formsOf(principal.email), principal.digitalId].join("\n")).includes(
      searchFold(word),
    );
  const users = await findUsersByWord(auth, word, mostPeople + 1);
  return isHolder ? [principal.personId, ...users] : users;
}
