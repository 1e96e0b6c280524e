/**
 * Whether a page can have this address: it has only the characters of an address. Decoded, it has no control character, no backslash, and
 * no dots that a browser would resolve.
 *
 * @param {string} address a path and perhaps a query
 */
export function isWellFormed(address) {
  if (!/^\/[\x21-\x7e]*$/.test(address)) return false;
  const path = address.split(/[?#]/, 1)[0] ?? "";
  try {
    // Browsers resolve dots themselves. An address that a redirect reads as another host is no page of Steward.
    return !/[\\\p{C}]|\/\/|\/\.{1,2}(\/|$)/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
