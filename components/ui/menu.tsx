"use client";

import { Fragment, useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode, Ref, RefObject, SyntheticEvent, ToggleEvent } from "react";
import { Check } from "@/components/ui/icon";
import { useLeaving } from "@/components/ui/leaving";
import { Link } from "@/components/ui/link";
import { hasModifier, isComposing, latinLetter } from "@/components/ui/shortcut";

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
  /** What goes with that form. */
  sends?: { name: string; value: string };
  onSelect?: () => void;
  /** One of several of which one is chosen: whether it is this one. */
  chosen?: boolean;
  /** The language of its label, where that is not the page's. */
  lang?: string;
};

type PanelProps = {
  id: string;
  /** Names the menu. */
  label: string;
  /** Stands above the items. */
  head?: ReactNode;
  /** Without any it does not open: a panel that buttons share may be pressed before this script can tell for which. */
  items: readonly MenuItem[];
  /** On a phone it is a sheet from below. */
  sheet?: boolean;
  /** The button that opened it, or would. */
  button: RefObject<HTMLButtonElement | null>;
  onToggle: (open: boolean) => void;
};

type Props = Omit<PanelProps, "id" | "button" | "onToggle"> & {
  trigger: ReactNode;
  triggerClass: string;
  /** The words in the trigger name its button; else the label does. */
  worded?: boolean;
};

/** A button and its menu. It opens, and its links and forms work, without JavaScript too. */
export function Menu({ trigger, triggerClass, worded, ...rest }: Props) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  return (
    <>
      <MenuButton ref={button} menu={id} open={open} className={triggerClass} label={worded ? undefined : rest.label}>
        {trigger}
      </MenuButton>
      <MenuPanel {...rest} id={id} button={button} onToggle={setOpen} />
    </>
  );
}

type ButtonProps = {
  /** The id of the panel it opens. */
  menu: string;
  open: boolean;
  className: string;
  /** Names it where it has no words of its own. */
  label?: string;
  /** Before it opens the panel: where several buttons share one, the one that is pressed fills it. */
  onOpen?: (button: HTMLButtonElement) => void;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

/** A button that opens a menu panel. */
export function MenuButton({ menu, open, className, label, onOpen, ref, children }: ButtonProps) {
  function pressed({ currentTarget }: SyntheticEvent<HTMLButtonElement>) {
    if (open || !onOpen) return;
    // It may be open at another button: the press itself would only close it.
    hideMenu(menu);
    onOpen(currentTarget);
  }
  function keyed(event: KeyboardEvent<HTMLButtonElement>) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    if (hasModifier(event) || isComposing(event.nativeEvent)) return;
    event.preventDefault();
    pressed(event);
    const panel = document.getElementById(menu)!;
    panel.dataset.from = event.key === "ArrowUp" ? "end" : "start";
    panel.showPopover({ source: event.currentTarget } as never);
  }
  return (
    <button
      ref={ref}
      type="button"
      className={className}
      aria-haspopup="menu"
      aria-expanded={open}
      aria-controls={menu}
      aria-label={label}
      popoverTarget={menu}
      onClick={pressed}
      onKeyDown={keyed}
    >
      {children}
    </button>
  );
}

/** What a menu button opens: a head and the items. */
export function MenuPanel({ id, label, head, items, sheet, button, onToggle }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);

  useLeaving(() => hideMenu(id));

  // It may have been opened before this script ran.
  useEffect(() => onToggle(panel.current!.matches(":popover-open")), [onToggle]);

  function toggled(event: ToggleEvent<HTMLDivElement>) {
    const opens = event.newState === "open";
    onToggle(opens);
    if (!opens) return;
    const element = event.currentTarget;
    if (!CSS.supports("position-area: bottom")) place(element, button.current!);
    itemsOf(element).at(element.dataset.from === "end" ? -1 : 0)?.focus();
    delete element.dataset.from;
  }

  function close() {
    hideMenu(id);
    button.current!.focus();
  }

  function select(item: MenuItem) {
    if (item.withheld) return;
    close();
    item.onSelect?.();
  }

  const empty = items.length === 0;
  return (
    <div ref={panel} id={id} popover={empty ? undefined : "auto"} hidden={empty} className={sheet ? "menu asheet" : "menu"} onToggle={toggled}>
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
  );
}

function Item({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  const reason = useId();
  const shared = {
    role: item.chosen === undefined ? "menuitem" : "menuitemradio",
    "aria-checked": item.chosen,
    tabIndex: -1,
    className: item.danger && !item.withheld ? "mi danger" : "mi",
  };
  const content = (
    <>
      {item.icon}
      <span lang={item.lang}>{item.label}</span>
      {item.chosen && <Check className="chosen" />}
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
  if (item.submits) {
    return <button type="submit" form={item.submits} {...item.sends} {...shared} onClick={onSelect}>{content}</button>;
  }
  return <button type="button" {...shared} onClick={onSelect}>{content}</button>;
}

function keyInMenu(event: KeyboardEvent<HTMLDivElement>, close: () => void) {
  if (isComposing(event.nativeEvent) || hasModifier(event, "shiftKey")) return;
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
  } else if (event.key.length === 1 && event.key !== " ") {
    const order = [...all.slice(at + 1), ...all.slice(0, at + 1)];
    const beginning = (letter: string) => order.find((item) => folded(item.innerText).startsWith(folded(letter)));
    // The labels may be in another script than the keyboard.
    (beginning(event.key) ?? beginning(latinLetter(event)))?.focus();
  }
}

/** Closes the menu panel with this id, where it is open. The focus goes back to what had it before. */
export function hideMenu(id: string) {
  const panel = document.getElementById(id);
  if (panel?.matches(":popover-open")) panel.hidePopover();
}

const itemsOf = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

/** Without case and accents: an E finds what begins with É. */
const folded = (text: string) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Beside its button, for browsers that cannot anchor one element to another in CSS. */
function place(menu: HTMLElement, button: HTMLElement) {
  if (menu.classList.contains("asheet") && matchMedia("(max-width: 767px)").matches) return;
  const anchor = button.getBoundingClientRect();
  const below = anchor.bottom + 4 + menu.offsetHeight <= innerHeight;
  menu.style.inset = "auto";
  menu.style.left = `${Math.max(8, anchor.right - menu.offsetWidth)}px`;
  menu.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - 4 - menu.offsetHeight)}px`;
}
