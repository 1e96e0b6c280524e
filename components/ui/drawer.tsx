"use client";

import { useRef } from "react";
import type { MouseEvent, ReactNode, ToggleEvent } from "react";
import { MenuLines, X } from "@/components/ui/icon";
import { useUrlChange } from "@/components/ui/use-url-change";

type Props = {
  id: string;
  /** Names the drawer and its button. */
  label: string;
  closeLabel: string;
  /** Stands left of the close button: the brand. */
  head: ReactNode;
  children: ReactNode;
};

/** The sidebar of a wide window, behind a button in a narrow one. It opens without JavaScript too. */
export function Drawer({ id, label, closeLabel, head, children }: Props) {
  const popover = useRef<HTMLDivElement>(null);

  useUrlChange(() => popover.current!.hidePopover());

  function clicked(event: MouseEvent) {
    // A link to the current page changes no URL, so `useUrlChange` does not fire.
    if ((event.target as Element).closest("a")) popover.current!.hidePopover();
  }

  function toggled(event: ToggleEvent) {
    if (event.newState === "open") popover.current!.querySelector<HTMLElement>("[aria-current]")?.focus();
  }

  return (
    <>
      <button type="button" className="button button-icon button-quiet burger" aria-label={label} popoverTarget={id}>
        <MenuLines />
      </button>
      <div
        ref={popover}
        id={id}
        popover="auto"
        role="dialog"
        aria-label={label}
        className="drawer"
        onClick={clicked}
        onToggle={toggled}
      >
        <div className="flex min-h-13 items-center justify-between py-1 pr-1.5">
          {head}
          <button
            type="button"
            className="button button-icon button-small button-quiet"
            aria-label={closeLabel}
            popoverTarget={id}
            popoverTargetAction="hide"
          >
            <X />
          </button>
        </div>
        {children}
      </div>
    </>
  );
}
