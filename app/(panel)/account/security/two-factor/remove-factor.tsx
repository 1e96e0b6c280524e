"use client";

import { useTranslations } from "next-intl";
import { removeFactorAction } from "@/app/(panel)/account/security/actions";
import type { FactorRow } from "@/app/(panel)/account/security/two-factor/factor-row";
import { Looking, SecondFactor, useMethods } from "@/app/(panel)/session-recovery/second-factor";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { useToast } from "@/components/ui/toast";

/** *Remove* a verification method. The user confirms with any of theirs. */
export function RemoveFactor({ factor, last, onClose }: { factor: FactorRow; last: boolean; onClose: () => void }) {
  const [t, frame, toast] = [useTranslations("twoFactor"), useTranslations("frame"), useToast()];
  const { found: methods, refused, again } = useMethods();
  const { id, name } = factor;
  return (
    <Dialog
      title={t("removeTitle", { name })}
      closeLabel={frame("close")}
      onClose={onClose}
      size="slim"
      returnTo="two-factor-list"
      step={methods ? "asked" : "looking"}
    >
      {methods ? (
        <SecondFactor
          methods={methods}
          action={removeFactorAction}
          hidden={{ id }}
          onDone={({ off }) => {
            onClose();
            toast({ title: t("removed", { name }), text: off ? t("isOff") : undefined });
          }}
          submitLabel={t("remove")}
          danger
        >
          <p>{t("removeText")}</p>
          {last && <p className="text-warning">{t("removeLast")}</p>}
        </SecondFactor>
      ) : (
        <DialogBody>
          <Looking refused={refused} again={again} />
        </DialogBody>
      )}
    </Dialog>
  );
}
