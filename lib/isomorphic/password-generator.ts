/**
 * Makes a password for someone else, in the browser: `k7mwd-pq3xb-t9hdc-v2ncf`, 96 random bits. It has no letters that look like
 * digits, so people can read it aloud. It has no vowels, so it never spells a word.
 */
export function generatePassword(): string {
  return Array.from({ length: 4 }, () => group(5)).join("-");
}

const alphabet = "bcdfghjkmnpqrstvwxyz23456789";

function group(length: number): string {
  let made = "";
  while (made.length < length) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    // Bytes above the last whole multiple would make the first characters more likely.
    if (byte < 256 - (256 % alphabet.length)) made += alphabet[byte % alphabet.length];
  }
  return made;
}
