/** Somebody in this process tried to fetch something. */
export class FetchRefused extends Error {
  /** @override */
  name = "FetchRefused";
  constructor() {
    super("Steward fetches nothing.");
  }
}

/**
 * Takes `fetch` away from this process before Next takes hold of it. Steward speaks to its database and its mail server, and needs no
 * HTTP for either; Next would fetch the page that an action leads to, and hand an action on to another page, at an address that it makes of
 * the origin and the port, with the cookies of whoever asked.
 */
export function refuseFetch() {
  globalThis.fetch = () => Promise.reject(new FetchRefused());
}
