import "server-only";
import { requests, type RequestUnderWay } from "@/lib/runtime/requests.mjs";

/** The request under way: see {@link RequestUnderWay}. A command or a unit test gets a placeholder. */
export function currentRequest(): RequestUnderWay {
  return requests.getStore() ?? nowhere;
}

const nowhere: RequestUnderWay = {
  id: "",
  path: "/",
  ip: "local",
  network: "local",
  language: "en",
  nonce: "",
  setStatus: () => {},
  setPage: () => {},
  setHeader: () => {},
};
