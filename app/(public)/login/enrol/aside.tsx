import { getTranslations } from "next-intl/server";
import { CompositeId } from "@/components/ui/composite-id";

/** At the right of a wide window: why it is asked, and of whom. */
export async function EnrolAside({ digitalId, login }: { digitalId: string; login: string }) {
  const t = await getTranslations("enrol");
  return (
    <>
      <h2>{t("aside")}</h2>
      <dl>
        <div>
          <dt>{t("asideText")}</dt>
          <dd>
            <CompositeId account={digitalId} person={login || undefined} />
          </dd>
        </div>
      </dl>
    </>
  );
}
