import { getTranslations } from "next-intl/server";
import { Beside, Folded } from "@/app/(public)/frame";
import { Anatomy } from "@/components/ui/anatomy";
import { env } from "@/lib/runtime/env.mjs";

/** Explains which ID to type, at the right of a wide window. */
export async function WhichId() {
  const t = await getTranslations("ids");
  const or = <span className="px-1.5 font-sans font-normal [letter-spacing:0] text-on-deep-muted">{t("or")}</span>;
  const ways = (
    <span className={typedLook}>
      <span>{exampleId}</span>
      {or}
      <span>{exampleHandle()}</span>
      {or}
      <b className="font-sans font-medium [letter-spacing:0]">{t("email")}</b>
    </span>
  );
  const facts = [
    { label: t("hold"), value: ways },
    { label: t("given"), value: <ExampleId /> },
  ];
  return <Beside title={t("which")} facts={facts} />;
}

/** The same in a folded block, for a narrow window. */
export async function WhichIdFolded() {
  const t = await getTranslations("ids");
  return (
    <Folded title={t("which")}>
      <dl className="grid gap-2.5">
        <div>
          <dt className="text-[0.8125rem] text-muted">{t("hold")}</dt>
          <dd className="mono">
            <span>{`${exampleId} ${t("or")} ${exampleHandle()} ${t("or")} `}</span>
            <b className="font-bold">{t("email")}</b>
          </dd>
        </div>
        <div>
          <dt className="text-[0.8125rem] text-muted">{t("given")}</dt>
          <dd>
            <ExampleId />
          </dd>
        </div>
      </dl>
    </Folded>
  );
}

/** An example of a composite ID in its parts; `own` if it explains what the reader's account will have. */
export async function ExampleId({ own = false }: { own?: boolean }) {
  const t = await getTranslations("ids");
  return (
    <Anatomy
      account={{ text: exampleId, label: own ? t("yourDigitalId") : t("digitalIdLower") }}
      person={{ text: t("example"), label: own ? t("theirLogin") : t("login") }}
    />
  );
}

/** The ID of the user who is logging in. An account holder has no login part. */
export async function OwnId({ digitalId, login }: { digitalId: string; login: string }) {
  const t = await getTranslations("ids");
  if (!login) return <span className={typedLook}>{digitalId}</span>;
  return (
    <Anatomy account={{ text: digitalId, label: t("digitalIdLower") }} person={{ text: login, label: t("login") }} />
  );
}

const exampleId = "1234-567-89";
const exampleHandle = () => `xx11111-${env.handleSuffix}`;

const typedLook = "font-mono text-16/[1.75rem] font-medium [letter-spacing:-0.02em]";
