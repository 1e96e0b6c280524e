/** The path of the log-in page. */
export const logInPath = "/login";

/** The longest way back, in characters. A longer one could make the URL longer than the server accepts. */
const longestWayBack = 4096;

/**
 * The URL of the log-in page. After logging in, the person returns to the page that they wanted, unless its URL is very long.
 *
 * @param {string} wanted
 */
export function logInFor(wanted) {
  // Next's script adds `_rsc` to paths that it requests in the background.
  const path = wanted.replace(/([?&])_rsc=[^&#]*&?/, "$1").replace(/[?&]$/, "");
  const next = encodeURIComponent(path);
  return path === "/" || !path || next.length > longestWayBack ? logInPath : `${logInPath}?next=${next}`;
}
