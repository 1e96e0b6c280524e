import { getTranslations } from "next-intl/server";
import { Beside } from "@/app/(public)/frame";

/** What an account is, at the right of a wide window. */
export async function AccountAside() {
  const t = await getTranslations("signUp");
  return <Beside title={t("aside")} facts={[{ label: t("asideText"), value: <ExampleId own /> }]} />;
}
import { ExampleId } from "@/app/(public)/which-id";
