"use client";

import Link from "next/link";
import { Fragment, useEffect, useId, useLayoutEffect, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode, ToggleEvent } from "react";

export type MenuItem = {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** Why this person cannot: stands under the label, and the item does nothing. */
  withheld?: string;
  /** A line above it. */
  apart?: boolean;
  /** What it does: leads somewhere, sends the form with this id, or calls a function. */
  href?: string;
  submits?: string;
  onSelect?: () => void;
};

type Props = {
  /** Names the menu, and its button where that has no words of its own. */
  label: string;
  trigger: ReactNode;
  triggerClass: string;
  /** The words in the trigger name it. */
  worded?: boolean;
  /** Stands above the items. */
  head?: ReactNode;
  items: readonly MenuItem[];
  /** On a phone it is a sheet from below. */
  sheet?: boolean;
  /** Where the focus goes when it is on the button and the row goes with it: the id of an element. */
  returnTo?: string;
};

/** A button and its menu. It opens, and its links and forms work, without JavaScript too. */
export function Menu({ label, trigger, triggerClass, worded, head, items, sheet, returnTo }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const popover = useRef<HTMLDivElement>(null);
  const fromEnd = useRef(false);
  const [open, setOpen] = useState(false);

  useEffect(() => setOpen(popover.current!.matches(":popover-open")), []);

  useLayoutEffect(() => {
    const element = button.current!;
    return () => {
      if (returnTo && document.activeElement === element) document.getElementById(returnTo)?.focus();
    };
  }, [returnTo]);

  function toggled(event: ToggleEvent<HTMLDivElement>) {
    const opens = event.newState === "open";
    setOpen(opens);
    if (!opens) return;
    if (!CSS.supports("position-area: bottom")) place(popover.current!, button.current!);
    const all = itemsOf(popover.current!);
    (fromEnd.current ? all.at(-1) : all[0])?.focus();
    fromEnd.current = false;
  }

  function close() {
    popover.current!.hidePopover();
    button.current!.focus();
  }

  function select(item: MenuItem) {
    if (item.withheld) return;
    close();
    item.onSelect?.();
  }

  function keyOnTrigger(event: KeyboardEvent) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    event.preventDefault();
    fromEnd.current = event.key === "ArrowUp";
    popover.current!.showPopover({ source: button.current! } as never);
  }

  return (
    <>
      <button
        ref={button}
        type="button"
        className={triggerClass}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={id}
        aria-label={worded ? undefined : label}
        popoverTarget={id}
        onKeyDown={keyOnTrigger}
      >
        {trigger}
      </button>
      <div ref={popover} id={id} popover="auto" className={sheet ? "menu asheet" : "menu"} onToggle={toggled}>
        {head && <div className="head">{head}</div>}
        <div role="menu" aria-label={label} onKeyDown={(event) => keyInMenu(event, close)}>
          {items.map((item) => (
            <Fragment key={item.label}>
              {item.apart && <hr />}
              <Item item={item} onSelect={() => select(item)} />
            </Fragment>
          ))}
        </div>
      </div>
    </>
  );
}

function Item({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  const reason = useId();
  const shared = { role: "menuitem", tabIndex: -1, className: item.danger && !item.withheld ? "mi danger" : "mi" };
  const content = (
    <>
      {item.icon}
      <span>{item.label}</span>
      {item.withheld && <small id={reason}>{item.withheld}</small>}
    </>
  );
  if (item.withheld) {
    return (
      <button type="button" {...shared} aria-label={item.label} aria-disabled="true" aria-describedby={reason}>
        {content}
      </button>
    );
  }
  if (item.href) return <Link {...shared} href={item.href} onClick={onSelect}>{content}</Link>;
  if (item.submits) return <button type="submit" form={item.submits} {...shared} onClick={onSelect}>{content}</button>;
  return <button type="button" {...shared} onClick={onSelect}>{content}</button>;
}

function keyInMenu(event: KeyboardEvent<HTMLDivElement>, close: () => void) {
  // Tab goes on from the trigger, as if the menu had not been there.
  if (event.key === "Tab") return close();
  const all = itemsOf(event.currentTarget);
  const at = all.indexOf(document.activeElement as HTMLElement);
  const next = {
    ArrowDown: (at + 1) % all.length,
    ArrowUp: (at - 1 + all.length) % all.length,
    Home: 0,
    End: all.length - 1,
  }[event.key];
  if (event.key === "Escape") {
    event.preventDefault();
    close();
  } else if (next !== undefined) {
    event.preventDefault();
    all[next]?.focus();
  } else if (event.key.length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    order.find((item) => item.innerText.trim().toLowerCase().startsWith(event.key.toLowerCase()))?.focus();
  }
}

const itemsOf = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role="menuitem"]')];

/** Beside its button, for browsers that cannot anchor one element to another in CSS. */
function place(menu: HTMLElement, button: HTMLElement) {
  if (menu.classList.contains("asheet") && matchMedia("(max-width: 767px)").matches) return;
  const anchor = button.getBoundingClientRect();
  const below = anchor.bottom + 4 + menu.offsetHeight <= innerHeight;
  menu.style.inset = "auto";
  menu.style.left = `${Math.max(8, anchor.right - menu.offsetWidth)}px`;
  menu.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - 4 - menu.offsetHeight)}px`;
}
