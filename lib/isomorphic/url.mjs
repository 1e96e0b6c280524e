/**
 * Whether an address is one that a page can have: nothing but what an address may be written with, and, decoded, no
 * control character, no backslash and no dots to be resolved.
 *
 * @param {string} address a path and perhaps a query
 */
export function isWellFormed(address) {
  if (!/^\/[\x21-\x7e]*$/.test(address)) return false;
  const path = address.split(/[?#]/, 1)[0] ?? "";
  try {
    // Browsers resolve dots themselves; what reads as another host to a redirect is no page of ours.
    return !/[\\\p{C}]|\/\/|\/\.{1,2}(\/|$)/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
