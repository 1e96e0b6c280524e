"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { singleKeysAreOn, switchSingleKeys } from "@/app/(panel)/palette/single-keys";
import { classes } from "@/components/ui/classes";
import { Dialog, DialogBody } from "@/components/ui/dialog";
import { Shortcut, shortcutName } from "@/components/ui/shortcut";
import { Switch } from "@/components/ui/switch";

/** Every shortcut of the panel, and the switch for single keys. */
export function Shortcuts({ onClose }: { onClose: () => void }) {
  const [t, frame] = [useTranslations("palette"), useTranslations("frame")];
  const [on, setOn] = useState(singleKeysAreOn);
  const all = [
    { keys: "K", mod: true, does: t("keys.palette") },
    { keys: "Z", mod: true, does: t("keys.undo") },
    { keys: "/", does: t("keys.search") },
    { keys: "?", does: t("keys.shortcuts") },
  ];
  return (
    <Dialog title={frame("shortcuts")} closeLabel={frame("close")} onClose={onClose} size="slim">
      <DialogBody>
        <dl className="grid">
          {all.map(({ does, ...shortcut }) => (
            <div
              key={does}
              className={classes(
                "flex items-center justify-between gap-4 border-b border-line py-2",
                !on && !shortcut.mod && "text-faint line-through",
              )}
            >
              <dt>{does}</dt>
              <dd>
                <Shortcut {...shortcut} />
                <span className="sr-only">{shortcutName(shortcut)}</span>
              </dd>
            </div>
          ))}
        </dl>
        <Switch
          label={t("single")}
          hint={t("singleHint")}
          checked={on}
          onChange={({ currentTarget }) => (setOn(currentTarget.checked), switchSingleKeys(currentTarget.checked))}
        />
      </DialogBody>
    </Dialog>
  );
}
