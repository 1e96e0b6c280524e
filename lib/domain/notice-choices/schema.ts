import * as z from "zod/mini";
import { tick } from "@/lib/isomorphic/fields";

/** *Notices by email*: those that are not about the security of the login. */
export const noticesChoice = z.strictObject({ otherNotices: tick });
