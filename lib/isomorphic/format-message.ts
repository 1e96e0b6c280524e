import formatOnly from "use-intl/format-message/format-only";
import { isolatedValues } from "@/lib/isomorphic/isolate.mjs";

/**
 * Formats a message for a page, on the server and in the browser. next.config.js uses it instead of next-intl's own formatter. Messages
 * are compiled before (lib/doors/next-intl.ts). It isolates each value of a message, so callers need not.
 */
const formatMessage: typeof formatOnly = (key, message, values, options) =>
  formatOnly(key, message, values && isolatedValues(values), options);
formatMessage.raw = false;

export default formatMessage;
