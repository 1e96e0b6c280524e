import { getTranslations } from "next-intl/server";
import { listServices } from "@/lib/domain/services/operations";
import type { ListedService } from "@/lib/domain/services/output";
import { asResult, asRoute } from "@/lib/doors/route";
import { done } from "@/lib/isomorphic/result";

/** A service in the palette. Its status is in words, and empty if it is active. */
export type FoundService = Pick<ListedService, "id" | "name" | "reference"> & { status: string };

const most = 4;

/** Finds the first few services, with the list's own search. A route for the same reasons as the users' one. */
export const POST = asRoute(listServices, {
  ...asResult,
  answer: async ({ services }) => {
    const t = await getTranslations("services");
    const found = services.slice(0, most).map(({ id, name, reference, status }): FoundService => {
      return { id, name, reference, status: status === "active" ? "" : t(`statuses.${status}`) };
    });
    return Response.json(done(found));
  },
});
