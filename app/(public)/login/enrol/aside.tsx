import { getTranslations } from "next-intl/server";
import { OwnId } from "@/app/(public)/frame";

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
            <OwnId digitalId={digitalId} login={login} />
          </dd>
        </div>
      </dl>
    </>
  );
}
