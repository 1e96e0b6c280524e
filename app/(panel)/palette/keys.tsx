"use client";

import { useTranslations } from "next-intl";
import { useEffect, useState, type ComponentType } from "react";
import type { Acting } from "@/app/(panel)/account/users/acts/acted";
import type { Opened, PaletteProps } from "@/app/(panel)/palette/opened";
import { singleKeysAreOn } from "@/app/(panel)/palette/single-keys";
import { LateTexts } from "@/app/texts/late-texts";
import { useLostToast } from "@/components/form/late";
import { Search } from "@/components/ui/icon";
import { isApple, isTyping, Shortcut } from "@/components/ui/shortcut";

/** The button of the command palette, and the keys that work everywhere in the panel. What they open is loaded then. */
export function Keys(acting: Acting) {
  const [t, tellLost] = [useTranslations("frame"), useLostToast()];
  const [opened, setOpened] = useState<Opened | null>(null);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  const label = t("palette");

  function open(wanted: Opened | null) {
    setOpened(wanted);
    if (Palette || !wanted) return;
    import("@/app/(panel)/palette/palette").then((loaded) => setPalette(() => loaded.Palette), failed);
  }

  function failed(error: unknown) {
    setOpened(null);
    // The next try begins anew, with the texts.
    setPalette(null);
    void tellLost(error);
  }

  useEffect(() => {
    const keyed = (event: KeyboardEvent) => {
      // Over a dialog, what stands there comes first.
      if (event.defaultPrevented || document.querySelector("dialog:modal")) return;
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      if (act === "search") searchField()!.select();
      else open(act);
    };
    addEventListener("keydown", keyed);
    return () => removeEventListener("keydown", keyed);
  });

  return (
    <>
      <button
        type="button"
        className="btn small opener needs-script"
        aria-label={label}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={label}
        onClick={() => open("palette")}
      >
        <Search />
        <Shortcut keys="K" mod />
      </button>
      {Palette && (
        <LateTexts
          of={["palette", "tabs", "users", "sessions", "methods", "standing", "status", "meaning", "strength", "account", "conflict"]}
          onFailed={failed}
        >
          <Palette acting={acting} opened={opened} onOpen={open} />
        </LateTexts>
      )}
    </>
  );
}

/** What a key asks for. Single keys do nothing where they are text, in a menu, or where the person switched them off. */
function actOf(event: KeyboardEvent): Opened | "search" | null {
  const { key, ctrlKey, metaKey, altKey, shiftKey } = event;
  const mod = isApple() ? metaKey && !ctrlKey : ctrlKey && !metaKey;
  if (mod && !altKey && !shiftKey && key.toLowerCase() === "k") return "palette";
  if (ctrlKey || metaKey || altKey || isTyping() || document.querySelector(":popover-open") || !singleKeysAreOn()) return null;
  if (key === "?") return "shortcuts";
  return key === "/" && searchField() ? "search" : null;
}

const searchField = () => document.querySelector<HTMLInputElement>('main [role="search"] input[type="search"]');
