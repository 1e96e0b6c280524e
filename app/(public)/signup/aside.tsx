import { getTranslations } from "next-intl/server";
import { ExampleId } from "@/app/(public)/frame";

/** What an account is, for the right of a wide window. */
export async function AccountAside() {
  const t = await getTranslations("signUp");
  return (
    <>
      <h2>{t("aside")}</h2>
      <dl>
        <div>
          <dt>{t("asideText")}</dt>
          <dd>
            <ExampleId own />
          </dd>
        </div>
      </dl>
    </>
  );
}
