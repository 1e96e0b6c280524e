import "server-only";
import { getRedirectTypeFromError, getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";

/** Whether the page's script sent the action. Without JavaScript the browser posts a form. */
export const isScripted = async (): Promise<boolean> => (await headers()).has("next-action");

/**
 * Lets the page's script follow the redirect of an action, and returns nothing. Next would fetch that page from its own server first. Next
 * does not fetch a redirect to another site, so it gets one, and the true URL replaces it in the header.
 */
export async function redirectFromAction(error: unknown): Promise<void> {
  if (!isRedirectError(error) || !(await isScripted())) return;
  const { pathname, search, hash } = new URL(getURLFromRedirectError(error), env.origin);
  const how = getRedirectTypeFromError(error);
  const { setStatus, setHeader } = currentRequest();
  setStatus(303);
  // The part after the semicolon says how to go there.
  setHeader("x-action-redirect", `${(pathname + search + hash).replaceAll(";", "%3B")};${how}`);
  redirect("elsewhere:", how);
}
