"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState, type ComponentType } from "react";
import type { UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { PalettePlaceholder } from "@/app/(panel)/palette/palette-placeholder";
import type { Opened, PaletteProps } from "@/app/(panel)/palette/palette-props";
import { singleKeysAreOn } from "@/app/(panel)/palette/single-keys";
import { useLateLoad } from "@/app/texts/late-part";
import { LateTexts } from "@/app/texts/texts-from";
import { useLossToast } from "@/components/form/lazy";
import { classes } from "@/components/ui/classes";
import { Search } from "@/components/ui/icon";
import { isApple, isComposing, isShortcut, isTyping, Shortcut } from "@/components/ui/shortcut";

const loadPalette = () => import("@/app/(panel)/palette/palette").then(({ Palette }) => Palette);

/** The button of the command palette, and the keys that work everywhere in the panel. Loads what they open on demand. */
export function Keys(acting: UserActionsContext) {
  const [t, load, toastLost] = [useTranslations("frame"), useLateLoad(), useLossToast()];
  const [opened, setOpened] = useState<Opened | null>(null);
  const [Palette, setPalette] = useState<ComponentType<PaletteProps> | null>(null);
  const [ready, setReady] = useState(false);
  const [typed, setTyped] = useState({ text: "", composing: false });
  const taken = useRef(false);
  const label = t("palette");
  // Waits until a word is composed, so that it is not split.
  const awaited = opened !== null && (!ready || typed.composing);

  function open(wanted: Opened | null) {
    setOpened(wanted);
    setTyped({ text: "", composing: false });
    if (Palette || !wanted) return;
    load(loadPalette).then((loaded) => setPalette(() => loaded), failed);
  }

  function failed(error: unknown) {
    setOpened(null);
    void toastLost(error);
  }

  useEffect(() => {
    const keyed = (event: KeyboardEvent) => {
      // The repeats of a handled key are prevented too; otherwise the browser would act on a held key.
      if (event.repeat && taken.current) event.preventDefault();
      if (event.repeat) return;
      taken.current = false;
      // An open dialog takes the keys first.
      if (event.defaultPrevented || document.querySelector("dialog:modal")) return;
      const act = actOf(event);
      if (!act) return;
      event.preventDefault();
      taken.current = true;
      if (act !== "search") return open(act);
      searchField()!.focus();
      searchField()!.select();
    };
    addEventListener("keydown", keyed);
    return () => removeEventListener("keydown", keyed);
  });

  return (
    <>
      <button
        type="button"
        className={buttonLook}
        aria-label={label}
        aria-haspopup="dialog"
        aria-keyshortcuts="Control+K Meta+K"
        title={label}
        onClick={() => open("palette")}
      >
        <Search />
        <Shortcut keys="K" mod />
      </button>
      {awaited && <PalettePlaceholder what={opened} {...typed} onTyped={setTyped} onCalledOff={() => open(null)} />}
      {Palette && (
        <LateTexts>
          <Palette
            acting={acting}
            opened={awaited ? null : opened}
            start={typed.text}
            onOpen={open}
            onReady={setReady}
          />
        </LateTexts>
      )}
    </>
  );
}

const buttonLook = classes(
  "button button-small needs-script mr-1.5 [--bd:var(--line)] [--bg:var(--sheet)] hover:[--bg:var(--pressed)]",
  "phone:m-0 phone:min-h-11 phone:w-11 phone:p-0 phone:[--bd:transparent] phone:not-hover:[--bg:transparent]",
);

/** The action of a key. Single keys do nothing in text fields, in menus, or when the user switched them off. */
function actOf(event: KeyboardEvent): Opened | "search" | null {
  if (isShortcut(event, "k")) return "palette";
  if (!isSign(event) || isTyping() || document.querySelector(":popover-open") || !singleKeysAreOn()) return null;
  if (event.key === "?") return "shortcuts";
  return event.key === "/" && searchField() ? "search" : null;
}

/** Whether a key produces its printed sign. Some keyboards have `/` and `?` only with AltGr, or ⌥ on a Mac. */
function isSign(event: KeyboardEvent): boolean {
  const { ctrlKey, metaKey, altKey } = event;
  const third = event.getModifierState("AltGraph") || (isApple() && altKey && !ctrlKey);
  return !metaKey && (third || !(ctrlKey || altKey)) && !isComposing(event);
}

const searchField = () => document.querySelector<HTMLInputElement>('main [role="search"] input[type="search"]');
