import { useTranslations } from "next-intl";
import { compositeId } from "@/lib/isomorphic/identifiers";
import { withoutIsolates } from "@/lib/isomorphic/isolate.mjs";
import { paths } from "@/lib/isomorphic/paths";

/** What to send to a colleague: the composite ID and how to log in with it. Never a password. */
export function useInvitation({ digitalId, origin }: { digitalId: string; origin: string }) {
  const t = useTranslations("users");
  return (login: string) => {
    const id = compositeId(digitalId, login);
    const url = `${origin}${paths.logIn}?id=${encodeURIComponent(id)}`;
    return { id, instructions: withoutIsolates(t("instructions", { address: url, id })) };
  };
}
