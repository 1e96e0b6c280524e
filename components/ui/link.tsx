// oxlint-disable-next-line no-restricted-imports -- All other code uses this wrapper.
import NextLink from "next/link";
import type { ComponentProps } from "react";

/**
 * Next's link without prefetching. Every page is rendered per user at request time, so a prefetch would double the requests and its result
 * could not be shown.
 */
export function Link(props: Omit<ComponentProps<typeof NextLink>, "prefetch">) {
  return <NextLink {...props} prefetch={false} />;
}
