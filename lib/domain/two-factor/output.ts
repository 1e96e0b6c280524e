import "server-only";
import * as z from "zod/mini";
import { factorKinds } from "@/lib/domain/two-factor/schema";

/** A factor as its person sees it. */
export const shownFactor = z.object({
  id: z.string(),
  kind: z.enum(factorKinds),
  passkey: z.boolean(),
  name: z.string(),
  createdAt: z.date(),
  /** Null: never. */
  lastUsedAt: z.nullable(z.date()),
});
export type ShownFactor = z.output<typeof shownFactor>;
