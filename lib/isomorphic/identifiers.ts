/** Gives a random whole number from 0 to below `below`, each equally likely. */
export type Random = (below: number) => number;

/** A user's login. It never changes, and is unique in its account by its `loginKey`. */
export const loginRule = /^[a-zA-Z0-9._-]+$/;
export const loginLength = 64;

/** `1234-567-89`: nine random digits, grouped 4-3-2. */
export function newDigitalId(random: Random = randomBelow): string {
  return grouped(randomDigits(9, random));
}

/** How many digits a handle has. It has six when half of the five-digit handles with the same initials are taken. */
export const handleDigits = [5, 6] as const;

/** `ah48213-stw`: the initials (`x` for one outside a to z), random digits and the installation's suffix. */
export function newHandle(
  { firstName, lastName }: { firstName: string; lastName: string },
  suffix: string,
  digits: (typeof handleDigits)[number],
  random: Random = randomBelow,
): string {
  return `${initial(firstName)}${initial(lastName)}${randomDigits(digits, random)}-${suffix}`;
}

/** The ID that a user logs in with: `1234-567-89/john.smith`. */
export const compositeId = (digitalId: string, login: string): string => `${digitalId}/${login}`;

export const isLogin = (text: string): boolean => text.length <= loginLength && loginRule.test(text);

/** The form in which a username is unique. It lower-cases only A to Z, so the machine's language does not matter. */
export const loginKey = (login: string): string => login.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

/** The form in which text is searched: in lower case, without accents and other marks. */
export function searchFold(text: string): string {
  return text.normalize("NFKD").toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
}

/** Whether a word is shorter than three characters. The text indexes cannot find those, so such a word is matched with the beginning of a name. */
export const isShort = (word: string): boolean => [...word].length < 3;

/** Whether a search for the word finds a row with this name and this text. All lists use this rule. All three are folded. */
export const isFoundBy = (word: string, name: string, text: () => string): boolean =>
  isShort(word) ? name.startsWith(word) : text().includes(word);

/** Groups nine digits as a digital ID. */
export const grouped = (digits: string): string => `${digits.slice(0, 4)}-${digits.slice(4, 7)}-${digits.slice(7)}`;

function initial(name: string): string {
  const letter = /\p{L}/u.exec(searchFold(name))?.[0] ?? "x";
  return /[a-z]/.test(letter) ? letter : "x";
}

const randomDigits = (count: number, random: Random): string =>
  Array.from({ length: count }, () => random(10)).join("");

function randomBelow(below: number): number {
  const value = new Uint32Array(1);
  const end = Math.floor(2 ** 32 / below) * below;
  do crypto.getRandomValues(value);
  while (value[0]! >= end);
  return value[0]! % below;
}

type Named = { login: string; firstName: string; lastName: string; account: { digitalId: string } };

/** The ID that a person logs in with, as emails and pages show it. */
export const signInIdOf = ({ login, account }: Pick<Named, "login" | "account">): string =>
  login ? compositeId(account.digitalId, login) : account.digitalId;

/** The name of a person in the activity: see `knownAs` of an actor. */
export const knownAsOf = ({ login, firstName, lastName }: Omit<Named, "account">): string =>
  login || `${firstName} ${lastName}`;
