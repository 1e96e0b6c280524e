import * as z from "zod/mini";
import { tick } from "@/lib/isomorphic/fields";

/** *Notices by email*: the ones that are not about the security of one's access. */
export const noticesChoice = z.strictObject({ otherNotices: tick });
