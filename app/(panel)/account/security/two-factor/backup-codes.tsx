"use client";

import { useTranslations } from "next-intl";
import { makeBackupCodesAction } from "@/app/(panel)/account/security/actions";
import { Form } from "@/components/form/form";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogBody, DialogFoot } from "@/components/ui/dialog";
import { Download, Printer } from "@/components/ui/icon";
import { withoutIsolates } from "@/lib/isomorphic/isolate.mjs";

type Sheet = { id: string; brand: string; date: string };

/** Shows the ten codes once. */
export function BackupCodes({ codes, sheet, onClose }: { codes: string[]; sheet: Sheet; onClose: () => void }) {
  const [t, frame, copy] = [useTranslations("twoFactor"), useTranslations("frame"), useTranslations("copy")];
  const about = t("codesFile", sheet);
  const text = `${withoutIsolates(about)}\n\n${codes.join("\n")}\n`;

  function download() {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/plain;charset=utf-8" }));
    // Uses only characters of the brand that every system allows in file names.
    link.download = `${sheet.brand
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu)!
      .join("-")}-backup-codes.txt`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  }

  return (
    <Dialog
      title={t("codesTitle")}
      subtitle={t("codesText")}
      closeLabel={frame("close")}
      onClose={onClose}
      size="slim"
      buttonsOnly
    >
      <DialogBody>
        <p className="hidden print:block">{about}</p>
        <ol className="backup-codes" role="list">
          {codes.map((code) => (
            <li key={code}>{code}</li>
          ))}
        </ol>
        <div className="button-row">
          <CopyButton value={text} label={t("copyCodes")} copied={copy("copied")} failed={copy("failed")} />
          <Button small onClick={download}>
            <Download />
            {t("download")}
          </Button>
          <Button small onClick={() => print()}>
            <Printer />
            {t("print")}
          </Button>
        </div>
      </DialogBody>
      <DialogFoot>
        <Button variant="primary" onClick={onClose} data-autofocus="">
          {t("kept")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

const schema = () => import("@/lib/isomorphic/fields").then(({ nothing }) => nothing);

/** Asks before stored codes stop working. */
export function ReplaceCodes({
  left,
  onClose,
  onMade,
}: {
  left: number;
  onClose: () => void;
  onMade: (codes: string[]) => void;
}) {
  const [t, frame, form] = [useTranslations("twoFactor"), useTranslations("frame"), useTranslations("form")];
  return (
    <Dialog title={t("generateAgain")} closeLabel={frame("close")} onClose={onClose} size="slim" question>
      <Form
        schema={schema}
        action={makeBackupCodesAction}
        onDone={({ codes }) => onMade(codes)}
        submitLabel={t("generateNew")}
        cancelLabel={form("cancel")}
      >
        <p>{t("generateAgainText", { left })}</p>
      </Form>
    </Dialog>
  );
}
