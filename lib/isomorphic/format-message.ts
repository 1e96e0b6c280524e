import formatOnly from "use-intl/format-message/format-only";
import { isolatedValues } from "@/lib/isomorphic/isolate.mjs";

/**
 * Formats a message for a page, on the server and in the browser: next.config.js puts it in the place of next-intl's own. Messages come
 * compiled (lib/doors/next-intl.ts), and each value of a sentence is isolated, so that no caller has to think of it.
 */
const formatMessage: typeof formatOnly = (key, message, values, options) => formatOnly(key, message, values && isolatedValues(values), options);
formatMessage.raw = false;

export default formatMessage;
