/** Code in this process tried to fetch something. */
export class FetchRefused extends Error {
  /** @override */
  name = "FetchRefused";
  constructor() {
    super("Steward fetches nothing.");
  }
}

/**
 * Removes `fetch` from this process before Next stores it. Steward talks only to its database and its mail server, and needs no HTTP for
 * them. Next would fetch the page to which an action redirects, and forward an action to another page. It would send the person's cookies
 * to a URL that it builds from the origin and the port.
 */
export function refuseFetch() {
  globalThis.fetch = () => Promise.reject(new FetchRefused());
}
