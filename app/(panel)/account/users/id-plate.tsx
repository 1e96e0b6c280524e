import { useTranslations } from "next-intl";
import { Anatomy } from "@/components/ui/anatomy";
import { classes } from "@/components/ui/classes";
import { CompositeId } from "@/components/ui/composite-id";
import { CopyButton } from "@/components/ui/copy-button";

type Props = {
  digitalId: string;
  handle: string;
  /** The login of an existing user, if there is one. */
  example?: string;
};

/** The account's digital ID, the rule for composite IDs, and an example in its parts. */
export function IdPlate({ digitalId, handle, example }: Props) {
  const [t, ids, copy] = [useTranslations("users"), useTranslations("ids"), useTranslations("copy")];
  const login = example && example.length <= 20 ? example : ids("example");
  return (
    <div className={look}>
      <div className="relative grid content-start py-3.5 pr-7 pl-5 phone:px-4 phone:pt-3 phone:pb-2.5">
        <span className="text-13 text-muted">{ids("digitalId")}</span>
        <span className={idLook}>
          <span>{digitalId}</span>
          <CopyButton
            value={digitalId}
            iconOnly
            label={copy("value", { value: digitalId })}
            copied={copy("copied")}
            failed={copy("failed")}
          />
        </span>
        <span className={dividerLook} />
      </div>
      <div className={ruleLook}>
        <div>
          <p className="max-w-[64ch] text-balance">{t("rule")}</p>
          <p className="mt-0.5 max-w-[64ch] text-13 text-balance text-muted phone:hidden">
            <span>{t("handleToo")}</span> <CompositeId account={handle} person={login} />
          </p>
        </div>
        <Anatomy
          account={{ text: digitalId, label: ids("digitalIdLower") }}
          person={{ text: login, label: ids("login") }}
        />
      </div>
    </div>
  );
}

const look = classes(
  "mx-gutter mt-3.5 grid grid-cols-[auto_1fr] rounded-3 bg-sunken hairline phone:grid-cols-1",
  "print:mt-0 print:mb-[4mm] print:break-inside-avoid forced-colors:border forced-colors:border-[CanvasText]",
);

const idLook = classes(
  "mt-1 flex items-center gap-2 font-mono text-[1.5rem]/[2rem] font-medium [letter-spacing:-0.03em] whitespace-nowrap",
  "phone:mt-0 phone:justify-between",
);

/** A slanted line at the right. On a phone, a straight one below. */
const dividerLook = classes(
  "absolute inset-y-4 right-0 w-px [transform:skewX(-15deg)] bg-line-control opacity-50",
  "phone:inset-x-4 phone:top-auto phone:bottom-0 phone:h-px phone:w-auto",
  "phone:[transform:none] phone:bg-line phone:opacity-100",
);

const ruleLook = classes(
  "grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-7 gap-y-1 pt-3.5 pr-5 pb-3 pl-7",
  "max-[1100px]:grid-cols-1 phone:gap-2.5 phone:px-4 phone:py-3",
);
