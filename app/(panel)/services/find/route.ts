import { getTranslations } from "next-intl/server";
import { listServices } from "@/lib/domain/services/operations";
import type { ListedService } from "@/lib/domain/services/output";
import { asResult, asRoute } from "@/lib/doors/route";
import { done } from "@/lib/isomorphic/result";

/** A service as the palette names it; its status is in words, and empty where that is as it should be. */
export type FoundService = Pick<ListedService, "id" | "name" | "reference"> & { status: string };

const most = 4;

/** The first few services that the list's own search finds. An address, for the reasons of the users'. */
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
