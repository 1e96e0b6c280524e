import "server-only";
import compile from "icu-minify/compile";
import format from "icu-minify/format";
import { type EmailContent, htmlOf } from "@/lib/domain/mail/html";
import { links } from "@/lib/domain/mail/rules";
import { facts, type Fact, type LinkKind, type MailKind, type MailParams } from "@/lib/domain/mail/schema";
import { languageFor } from "@/lib/i18n/choose-language.mjs";
import { formatLongDay, formatTime } from "@/lib/isomorphic/date-format";
import { formatEmail } from "@/lib/isomorphic/email.mjs";
import { isolatedValues } from "@/lib/isomorphic/isolate.mjs";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";

/** `test` is the operator's test email. It is not in the outbox. */
export type LetterOf = {
  kind: MailKind | "test";
  language: string;
  params: MailParams;
  /** The URL of its link. `held`: the link is hidden. Null: it has none. */
  link: string | "held" | null;
};

/** Composes an email: the subject, and the same content as plain text and as HTML. */
export function letterOf(letter: LetterOf): { subject: string; text: string; html: string } {
  const content = contentOf(letter);
  return { subject: content.subject, text: textOf(content), html: htmlOf(content) };
}

/** The subject of an email, for a list. */
export const subjectOf = (kind: MailKind, language: string): string =>
  translatorFor(language).translate(`mail.kinds.${kind}.subject`);

/** The language of the reader's page: see lib/doors/current-language.ts. */
export const readersLanguage = ({ language }: { language: string }): string =>
  languageFor([language, currentRequest().language], undefined).code;

function contentOf({ kind, language, params, link }: LetterOf): EmailContent {
  const { code, translate } = translatorFor(language);
  const part = (name: string) => translate(`mail.kinds.${kind}.${name}`);
  const shownFacts = facts.filter((fact) => params[fact] !== undefined && params[fact] !== "");
  return {
    language: code,
    brand: env.brand,
    subject: part("subject"),
    text: part("text"),
    facts: shownFacts.map((fact) => {
      const label = translate(`mail.facts.${fact}`);
      const values = valuesOf(fact, params, code, translate);
      return {
        label,
        values,
        isId: fact === "id" || fact === "ids",
        line: (value) => translate("mail.fact", { label, value }),
      };
    }),
    link:
      link === null
        ? null
        : link === "held"
          ? { held: translate("mail.held") }
          : {
              label: part("button"),
              works: worksFor(kind as LinkKind, translate),
              otherwise: translate("mail.address"),
              url: link,
            },
    unexpected: part("unexpected"),
    why: translate(`mail.why.${reasonFor(kind)}`, { brand: env.brand }),
    help: translate("mail.help", { support: env.supportEmail }),
  };
}

type Translate = (key: string, values?: Record<string, string | number>) => string;

/** Returns the texts of a language by their keys, or "" if there is none. For emails: pages use next-intl. */
function translatorFor(language: string): { code: string; translate: Translate } {
  const { code, messages } = languageFor([language], undefined);
  const translate: Translate = (key, values = {}) => {
    const text = key
      .split(".")
      .reduce<unknown>((inner, name) => (inner as Record<string, unknown> | undefined)?.[name], messages);
    return typeof text === "string" ? String(format(compile(text), code, isolatedValues(values), { formatters })) : "";
  };
  return { code, translate };
}

const formatters = {
  getDateTimeFormat: (...given: ConstructorParameters<typeof Intl.DateTimeFormat>) => new Intl.DateTimeFormat(...given),
  getNumberFormat: (...given: ConstructorParameters<typeof Intl.NumberFormat>) => new Intl.NumberFormat(...given),
  getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
};

function valuesOf(fact: Fact, params: MailParams, code: string, translate: Translate): string[] {
  const value = String(params[fact]);
  if (fact === "ids") return value.split("\n").map(onOneLine);
  if (fact === "before" || fact === "after") return [translate(`standing.${value}`) || onOneLine(value)];
  if (fact === "newAddress") return [onOneLine(formatEmail(value))];
  if (fact !== "when" && fact !== "from") return [onOneLine(value)];
  const [moment, zone] = [new Date(value), String(params.zone || "UTC")];
  if (Number.isNaN(moment.getTime())) return [onOneLine(value)];
  const day = formatLongDay(moment, code, zone);
  return [fact === "from" ? day : translate("mail.at", { day, time: formatTime(moment, code, zone), zone })];
}

/** Keeps text that people wrote from adding lines or changing the writing direction. */
const onOneLine = (text: string) => text.replace(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_C}]+/gu, " ").trim();

function worksFor(kind: LinkKind, translate: Translate): string {
  const { hours } = links[kind];
  return hours > 72 ? translate("mail.works.days", { days: hours / 24 }) : translate("mail.works.hours", { hours });
}

/** Why the recipient gets this email. */
function reasonFor(kind: LetterOf["kind"]): "login" | "typed" | "old" | "either" | "test" {
  if (kind === "test") return "test";
  if (kind === "sign-up" || kind === "address-taken" || kind === "confirm-address") return "typed";
  if (kind === "address-set") return "either";
  return kind === "address-changed" || kind === "address-taken-back" ? "old" : "login";
}

/** The plain text part: complete, without markup. */
function textOf({ subject, text, facts: shownFacts, link, unexpected, why, help }: EmailContent): string {
  const list = shownFacts
    .flatMap(({ values, line }) => (values.length === 1 ? [line(values[0]!)] : [line("").trimEnd(), ...values]))
    .join("\n");
  const asked = link === null ? "" : "held" in link ? link.held : `${link.label}\n${link.url}\n\n${link.works}`;
  return `${[subject, text, list, asked, unexpected, `${why}\n${help}`].filter(Boolean).join("\n\n")}\n`;
}
