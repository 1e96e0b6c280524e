import { getTranslations } from "next-intl/server";
import { Beside } from "@/app/(public)/frame";

/** At the right of a wide window: the reason, and the user's ID. */
export async function EnrolAside({ digitalId, login }: { digitalId: string; login: string }) {
  const t = await getTranslations("enrol");
  return (
    <Beside
      title={t("aside")}
      facts={[{ label: t("asideText"), value: <OwnId digitalId={digitalId} login={login} /> }]}
    />
  );
}
import { OwnId } from "@/app/(public)/which-id";
