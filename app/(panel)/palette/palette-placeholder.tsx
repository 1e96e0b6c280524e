"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef } from "react";
import { createPortal } from "react-dom";
import type { Opened } from "@/app/(panel)/palette/palette-props";
import { classes } from "@/components/ui/classes";
import { Search } from "@/components/ui/icon";
import { ToastPlace } from "@/components/ui/toast";
import { useUrlChange } from "@/components/ui/use-url-change";

type Typed = { text: string; composing: boolean };

type Props = Typed & {
  what: Opened;
  onTyped: (typed: Typed) => void;
  onCalledOff: () => void;
};

/**
 * Stands in for the palette until it is loaded. Keys do nothing in the page, and typed text is passed on. Escape, a click outside or
 * another page cancels it.
 */
export function PalettePlaceholder({ what, text, composing, onTyped, onCalledOff }: Props) {
  const t = useTranslations("frame");
  const dialog = useRef<HTMLDialogElement>(null);
  useUrlChange(onCalledOff);

  useEffect(() => {
    const opener = document.activeElement;
    dialog.current!.showModal();
    // Restores the focus before the palette remembers its own opener. A dialog that is closed and removed at once would leave no cursor in
    // a field.
    return () => {
      if (opener instanceof HTMLElement) opener.focus();
    };
  }, []);

  return createPortal(
    <dialog
      ref={dialog}
      className={classes("dialog", what === "palette" ? "dialog-palette" : "dialog-slim")}
      aria-label={t(what)}
      aria-busy="true"
      onPointerDown={({ target, currentTarget }) => target === currentTarget && onCalledOff()}
      onCancel={(event) => {
        event.preventDefault();
        onCalledOff();
      }}
    >
      {what === "palette" ? (
        <div className="palette-field">
          <Search />
          <input
            type="text"
            dir="auto"
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={100}
            aria-label={t("palette")}
            value={text}
            onChange={({ target }) => onTyped({ text: target.value, composing })}
            onCompositionStart={() => onTyped({ text, composing: true })}
            onCompositionEnd={({ currentTarget }) => onTyped({ text: currentTarget.value, composing: false })}
          />
        </div>
      ) : (
        <div className="dialog-head">
          <h2>{t("shortcuts")}</h2>
        </div>
      )}
      <ToastPlace />
    </dialog>,
    document.body,
  );
}
