"use client";

import { useTranslations } from "next-intl";
import {
  createAppSecretAction,
  createKeyOptionsAction,
  makeBackupCodesAction,
} from "@/app/(panel)/account/security/actions";
import { AddApp, type NewAppSecret } from "@/app/(panel)/account/security/two-factor/add-app";
import { AddKey, type NewKeyOptions } from "@/app/(panel)/account/security/two-factor/add-key";
import { BackupCodes, ReplaceCodes } from "@/app/(panel)/account/security/two-factor/backup-codes";
import type { FactorRow } from "@/app/(panel)/account/security/two-factor/factor-row";
import { RemoveFactor } from "@/app/(panel)/account/security/two-factor/remove-factor";
import { useAction } from "@/components/form/use-action";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { Check, FileText, Fingerprint, Key, Shield, ShieldCheck, Smartphone } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item-list";
import { useOpened } from "@/components/ui/use-opened";

type Props = {
  factors: FactorRow[];
  codes: { left: number; all: number; made: string };
  /** The owner of the codes, printed on the sheet. */
  sheet: { id: string; brand: string; date: string };
};

type Open =
  | { what: "app"; secret: NewAppSecret }
  | { what: "key"; options: NewKeyOptions }
  | { what: "replace" }
  | { what: "codes"; codes: string[] }
  | { what: "remove"; factor: FactorRow };

const few = 3;
const icons = { app: <Smartphone />, key: <Key />, passkey: <Fingerprint /> };

/** The user's own verification methods and backup codes. */
export function TwoFactor({ factors, codes, sheet }: Props) {
  const t = useTranslations("twoFactor");
  const [opened, open] = useOpened<Open>();
  // Making codes saves them. The other two only read.
  const [newSecret, newOptions, newCodes] = [
    useAction(createAppSecretAction, { asks: true }),
    useAction(createKeyOptionsAction, { asks: true }),
    useAction(makeBackupCodesAction),
  ];
  // Each answer opens a dialog, and only one can be open. So each request waits for the others.
  const asking = newSecret.pending || newOptions.pending || newCodes.pending;
  const on = factors.length > 0;
  const makeCodes = () => asking || newCodes.send({}, ({ codes: made }) => open({ what: "codes", codes: made }));
  const codesText =
    codes.left > 0
      ? `${t("codesLeft", { left: codes.left, all: codes.all })} · ${t("codesMade", { date: codes.made })}`
      : t("codesNone");
  return (
    <>
      <ItemList id="two-factor-list" tabIndex={-1}>
        <Item
          lead
          icon={on ? <ShieldCheck /> : <Shield />}
          title={on ? t("on") : t("off")}
          end={
            on && (
              <Chip tone="success" icon={<Check />}>
                {t("onShort")}
              </Chip>
            )
          }
        >
          <p>{on ? t("onText") : t("offText")}</p>
        </Item>
        {factors.map((factor) => (
          <Item
            key={factor.id}
            icon={icons[factor.kind]}
            title={<bdi>{factor.name}</bdi>}
            end={
              <Button
                small
                label={t("removeIt", { name: factor.name })}
                onClick={() => open({ what: "remove", factor })}
              >
                {t("remove")}
              </Button>
            }
          >
            <p>{`${t(factor.kind)} · ${factor.details}`}</p>
          </Item>
        ))}
        {on && (
          <Item
            icon={<FileText />}
            title={t("codes")}
            end={
              <Button
                small
                busy={newCodes.pending}
                onClick={() => (codes.left > 0 ? open({ what: "replace" }) : makeCodes())}
              >
                {t("generate")}
              </Button>
            }
          >
            <p>{codesText}</p>
            {codes.made !== "" && codes.left <= few && (
              <p className="text-warning">{t("codesFew", { left: codes.left })}</p>
            )}
          </Item>
        )}
      </ItemList>
      <div className="button-row needs-script mt-3">
        <Button
          busy={newSecret.pending}
          onClick={() => asking || newSecret.send({}, (secret) => open({ what: "app", secret }))}
        >
          <Smartphone />
          {t("addApp")}
        </Button>
        <Button
          busy={newOptions.pending}
          onClick={() => asking || newOptions.send({}, (options) => open({ what: "key", options }))}
        >
          <Key />
          {t("addKey")}
        </Button>
      </div>
      {opened && dialogOf(opened)}
    </>
  );

  function dialogOf({ value, close }: NonNullable<typeof opened>) {
    switch (value.what) {
      case "app":
        return <AddApp secret={value.secret} first={!on} onClose={close} />;
      case "key":
        return <AddKey options={value.options} first={!on} onClose={close} />;
      case "remove":
        return <RemoveFactor factor={value.factor} last={factors.length === 1} onClose={close} />;
      case "replace":
        return (
          <ReplaceCodes left={codes.left} onClose={close} onMade={(made) => open({ what: "codes", codes: made })} />
        );
      case "codes":
        return <BackupCodes codes={value.codes} sheet={sheet} onClose={close} />;
    }
  }
}
