// oxlint-disable-next-line no-restricted-imports -- This is what everything else uses.
import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * Next's link, without asking ahead. Every page is drawn for its reader at the moment they come, so what Next would fetch
 * for each link in sight is twice a request, and nothing that could be shown.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
