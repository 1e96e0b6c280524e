import { emailKey, folded, visible } from "@/lib/isomorphic/email.mjs";
import { grouped, isLogin, loginKey } from "@/lib/isomorphic/identifiers";
import { withPlainSigns } from "@/lib/isomorphic/typed-signs";

/** What a user typed into *ID or email*, read as far as possible without the database. */
export type SignIn =
  | { kind: "digitalId" | "handle"; account: string; login?: string }
  | { kind: "email"; key: string }
  | { kind: "unknown"; folded: string };

// Enough for an email address of 254 characters with text around it, and far more than any ID.
const typedLength = 512;
const emailLike = /^[^\s@\p{Cc}\p{Cs}]+@[^\s@\p{Cc}\p{Cs}]+$/u;

/**
 * Reads an ID or an email address as people type it. It ignores spaces and invisible characters around the parts, letter case, other or
 * missing dashes, and full-width characters. It takes any string and never throws. Other text is `unknown`, folded and cut, so that
 * attempts with it can be counted.
 */
export function parseSignIn(typed: string): SignIn {
  const trimmed = typed.trim();
  const text = trimmed.length > typedLength ? "" : visible(trimmed);
  if (!text || text.length > typedLength) return unknown(trimmed);
  const [account = "", login, ...more] = withPlainSigns(text)
    .split("/")
    .map((part) => part.trim());
  const named = more.length === 0 && (login === undefined || isLogin(login)) ? parseAccount(account) : null;
  if (named) return login === undefined ? named : { ...named, login: loginKey(login) };
  return emailLike.test(text) ? { kind: "email", key: emailKey(text) } : unknown(text);
}

function parseAccount(text: string): { kind: "digitalId" | "handle"; account: string } | null {
  const compact = text.replace(/\s/g, "").toLowerCase();
  if (/^\d(?:-*\d){8}$/.test(compact)) return { kind: "digitalId", account: grouped(compact.replaceAll("-", "")) };
  // Without a dash the sixth digit may be the first of the suffix, as in all handles with five digits.
  const [, name, suffix] = /^([a-z]{2}(?:\d{6}(?=-)|\d{5}))-*([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(compact) ?? [];
  return name && suffix ? { kind: "handle", account: `${name}-${suffix}` } : null;
}

function unknown(text: string): SignIn {
  const short = folded(text.slice(0, typedLength)).slice(0, typedLength);
  // Half of a character could not be stored or sent.
  return { kind: "unknown", folded: short.replace(/\s+/g, " ").replace(/\p{Cs}/gu, "\uFFFD") };
}
