import "server-only";
import { getRedirectTypeFromError, getURLFromRedirectError } from "next/dist/client/components/redirect";
import { isRedirectError } from "next/dist/client/components/redirect-error";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { currentRequest } from "@/lib/runtime/current-request";
import { env } from "@/lib/runtime/env.mjs";

/** Whether the page's own script sent the action; without JavaScript the browser posts a form. */
export const isScripted = async (): Promise<boolean> => (await headers()).has("next-action");

/**
 * Where an action ended in a redirect, lets the page's script go there by itself, and returns nothing. Next would fetch that page from its own
 * server first. It leaves alone what leads elsewhere, so that is what it is told; where it really goes is set over it.
 */
export async function leadOn(error: unknown): Promise<void> {
  if (!isRedirectError(error) || !(await isScripted())) return;
  const { pathname, search, hash } = new URL(getURLFromRedirectError(error), env.origin);
  const how = getRedirectTypeFromError(error);
  const { setStatus, setHeader } = currentRequest();
  setStatus(303);
  // What stands behind a semicolon is how to go there.
  setHeader("x-action-redirect", `${(pathname + search + hash).replaceAll(";", "%3B")};${how}`);
  redirect("elsewhere:", how);
}
