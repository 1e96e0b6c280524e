import "server-only";
import { requests, type RequestUnderWay } from "@/lib/runtime/requests.mjs";

/** The request under way: see {@link RequestUnderWay}. In a command or a unit test, one that came from nowhere. */
export function currentRequest(): RequestUnderWay {
  return requests.getStore() ?? nowhere;
}

const nowhere: RequestUnderWay = {
  id: "",
  path: "/",
  address: "local",
  network: "local",
  language: "en",
  nonce: "",
  setStatus: () => {},
  setPage: () => {},
  setHeader: () => {},
};
