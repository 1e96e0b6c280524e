// Brings the addresses of people into the form in which the program reads them. It uses the program's own function, so a database that runs
// this migration later gets the form of that time. Mails, links and requests stay unchanged: the program reads them in that form.
import { emailKey, formsOf, normalizeEmail } from "../../lib/isomorphic/email.mjs";

/** @typedef {import("../migrate.mjs").Rows} Rows */
/** @typedef {{ id: string, kind: string, login: string, email: string, emailKey: string, provedKey: string, description: string, searchText: string }} Person */
/** @typedef {{ id: string, digitalId: string, emailKey: string, provedKey: string, lastLoginAt: string | Date, createdAt: string | Date }} Holder */

const atOnce = 500;

/** All other addresses have that form already: only ASCII, in lower case, and no label of another script. */
const toBeRead = `octet_length("email") <> length("email") OR lower("email") <> "email" OR "email" LIKE '%xn--%'`;

/** @param {Rows} rows */
export async function change(rows) {
  for (let after = ""; ;) {
    const people = /** @type {Person[]} */ (
      await rows.all(
        `SELECT "id", "kind", "login", "email", "emailKey", "provedKey", "description", "searchText" FROM "Person"
         WHERE "id" > ? AND (${toBeRead}) ORDER BY "id" LIMIT ${atOnce}`,
        [after],
      )
    );
    for (const person of people) await readAgain(rows, person);
    const last = people.at(-1);
    if (!last) return;
    after = last.id;
  }
}

/** @param {Rows} rows @param {Person} person */
async function readAgain(rows, person) {
  const email = normalizeEmail(person.email);
  const key = emailKey(person.email);
  const provedKey = person.provedKey === person.emailKey ? key : emailKey(person.provedKey);
  const searchText = person.kind === "user" ? searchTextOf({ ...person, email }) : person.searchText;
  if (email !== person.email || provedKey !== person.provedKey || searchText !== person.searchText) {
    const values = [email, provedKey, searchText, person.id];
    await rows.run(`UPDATE "Person" SET "email" = ?, "provedKey" = ?, "searchText" = ? WHERE "id" = ?`, values);
  }
  if (key === person.emailKey) return;
  const found = person.kind === "holder" && (await shareOut(rows, person.id, key, email));
  await giveKey(rows, person.id, found ? beside(key, person.id) : key);
}

/**
 * Decides between two holders who turn out to have one address, which is unique among holders. The one who proved it keeps it, or else the
 * one who logged in last. The other one keeps everything else and logs in with the ID. Returns true if this holder is the other one.
 *
 * @param {Rows} rows @param {string} id @param {string} key @param {string} email
 */
async function shareOut(rows, id, key, email) {
  const select = `SELECT "Person"."id", "digitalId", "emailKey", "provedKey", "lastLoginAt", "Person"."createdAt" FROM "Person"
    JOIN "Account" ON "Account"."id" = "accountId" WHERE "kind" = 'holder' AND`;
  const holders = /** @type {Holder[]} */ (
    await rows.all(`${select} ("Person"."id" = ? OR "emailKey" = ?)`, [id, key])
  );
  if (holders.length < 2) return false;
  // The operator was warned already, from the other holder's side.
  if (holders.some((holder) => holder.id === id && holder.emailKey === beside(key, id))) return true;
  const ranked = holders.toSorted(
    (a, b) =>
      rankOf(b, key) - rankOf(a, key) ||
      time(b.lastLoginAt) - time(a.lastLoginAt) ||
      time(a.createdAt) - time(b.createdAt),
  );
  const [first, second] = /** @type {[Holder, Holder]} */ (ranked);
  rows.warn(
    `The holders of the accounts ${first.digitalId} and ${second.digitalId} have the same email address, ${email}. ` +
      `The holder of ${first.digitalId} logs in with it. The holder of ${second.digitalId} logs in only with that ID, ` +
      `until you set another address: npm run steward -- holder email ${second.digitalId} <address>`,
  );
  if (second.id === id) return true;
  await giveKey(rows, second.id, beside(key, second.id));
  return false;
}

/** A key that nobody can type, because addresses have no blanks. @param {string} key @param {string} id */
const beside = (key, id) => `${key} ${id}`;

/** @param {Rows} rows @param {string} id @param {string} key */
const giveKey = (rows, id, key) => rows.run(`UPDATE "Person" SET "emailKey" = ? WHERE "id" = ?`, [key, id]);

/** @param {Holder} holder @param {string} key */
const rankOf = ({ provedKey }, key) => Number(emailKey(provedKey) === key);

/** @param {string | Date} moment */
const time = (moment) => new Date(moment).getTime();

/** The text that a search looks through: see lib/domain/users/store.ts. @param {Person} person */
function searchTextOf({ login, email, description }) {
  const text = [login, ...formsOf(email), description].join("\n").normalize("NFKD").toLowerCase().normalize("NFKD");
  return [...text.replace(/\p{M}/gu, "")].slice(0, 2000).join("");
}
