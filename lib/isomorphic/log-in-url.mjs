/** The path of the log-in page. */
export const logInPath = "/login";

/**
 * The URL of the log-in page. After logging in, the person returns to the page that they wanted.
 *
 * @param {string} wanted
 */
export function logInFor(wanted) {
  // Next's script adds `_rsc` to paths that it requests in the background.
  const path = wanted.replace(/([?&])_rsc=[^&#]*&?/, "$1").replace(/[?&]$/, "");
  return path === "/" || !path ? logInPath : `${logInPath}?next=${encodeURIComponent(path)}`;
}
