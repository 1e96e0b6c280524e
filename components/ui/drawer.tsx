"use client";

import { createContext, useContext, useEffect, useRef, useState } from "react";
import type { MouseEvent, ReactNode, ToggleEvent } from "react";
import { MenuLines, X } from "@/components/ui/icon";
import { useUrlChange } from "@/components/ui/use-url-change";

/** Opens the drawer with this id in a narrow window. */
export function DrawerButton({ id, label }: { id: string; label: string }) {
  return (
    <button
      type="button"
      className="button button-icon button-quiet hidden compact:inline-flex"
      aria-label={label}
      popoverTarget={id}
    >
      <MenuLines />
    </button>
  );
}

type Props = {
  id: string;
  /** Names the open drawer. */
  label: string;
  closeLabel: string;
  /** Stands left of the close button: the brand. */
  head: ReactNode;
  children: ReactNode;
};

const Opened = createContext(false);

/**
 * A sidebar. In a narrow window it is behind a button, and opens without JavaScript too. It is in the page only once, so only the open one is
 * a dialog.
 */
export function Drawer({ id, label, closeLabel, head, children }: Props) {
  const popover = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState(false);
  const [opened, setOpened] = useState(false);

  useUrlChange(() => popover.current!.hidePopover());

  function show(opens: boolean) {
    setOpen(opens);
    if (opens) setOpened(true);
  }

  // The user may have opened it before this script ran.
  useEffect(() => show(popover.current!.matches(":popover-open")), []);

  function clicked(event: MouseEvent) {
    // A link to the current page changes no URL, so `useUrlChange` does not fire.
    if ((event.target as Element).closest("a")) popover.current!.hidePopover();
  }

  function toggled(event: ToggleEvent) {
    if (event.newState === "open") popover.current!.querySelector<HTMLElement>("[aria-current]")?.focus();
  }

  return (
    <Opened value={opened}>
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- It is a dialog while it is open. */}
      <div
        ref={popover}
        id={id}
        popover="auto"
        role={open ? "dialog" : undefined}
        aria-label={open ? label : undefined}
        className="drawer"
        onClick={clicked}
        onBeforeToggle={({ newState }) => show(newState === "open")}
        onToggle={toggled}
      >
        <div className="hidden min-h-13 items-center justify-between py-1 pr-1.5 in-[:popover-open]:flex">
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
    </Opened>
  );
}

/** A part of the drawer that needs JavaScript. It is rendered when the drawer opens for the first time. */
export const OnceOpened = ({ children }: { children: ReactNode }) => useContext(Opened) && children;
