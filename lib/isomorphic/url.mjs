/**
 * Whether a page can have this URL: it has only the characters of a URL. Decoded, it has no control character, no backslash, and
 * no dots that a browser would resolve.
 *
 * @param {string} url a path and perhaps a query
 */
export function isWellFormed(url) {
  if (!/^\/[\x21-\x7e]*$/.test(url)) return false;
  const path = url.split(/[?#]/, 1)[0] ?? "";
  try {
    // Browsers resolve dots themselves. A URL that a redirect reads as another host is no page of Steward.
    return !/[\\\p{C}]|\/\/|\/\.{1,2}(\/|$)/u.test(decodeURIComponent(path));
  } catch {
    return false;
  }
}
