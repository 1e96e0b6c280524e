"use client";

import { Fragment, useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode, Ref, RefObject, SyntheticEvent, ToggleEvent } from "react";
import { classes } from "@/components/ui/classes";
import { Check } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { hasModifier, isComposing, latinLetter } from "@/components/ui/shortcut";
import { useUrlChange } from "@/components/ui/use-url-change";

export type MenuItem = {
  label: string;
  icon?: ReactNode;
  danger?: boolean;
  /** Why this user cannot do it, shown under the label. The item then does nothing. */
  withheld?: string;
  /** A line above the item. */
  apart?: boolean;
  /** What the item does: opens a URL, submits the form with this id, or calls a function. */
  href?: string;
  submits?: string;
  /** Sent with that form. */
  sends?: { name: string; value: string };
  onSelect?: () => void;
  /** For one of several choices: whether this one is chosen. */
  chosen?: boolean;
  /** The language of the label, if it is not the page's. */
  lang?: string;
};

type PanelProps = {
  id: string;
  /** Names the menu. */
  label: string;
  /** Stands above the items. */
  head?: ReactNode;
  /** An empty panel does not open, because a shared button may be pressed before this script knows which row it belongs to. */
  items: readonly MenuItem[];
  /** On a phone, a sheet from below. */
  sheet?: boolean;
  /** The button that opens it. */
  button: RefObject<HTMLButtonElement | null>;
  onToggle: (open: boolean) => void;
};

type Props = Omit<PanelProps, "id" | "button" | "onToggle"> & {
  trigger: ReactNode;
  triggerClass: string;
  /** The trigger's text names its button; otherwise the label does. */
  worded?: boolean;
};

/** A button and its menu. It opens without JavaScript too, and its links and forms work. */
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
  /** The id of the panel that it opens. */
  menu: string;
  open: boolean;
  className: string;
  /** Names a button without text. */
  label?: string;
  /** Called before the panel opens. A button that shares its panel fills it here. */
  onOpen?: (button: HTMLButtonElement) => void;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
};

/** A button that opens a menu panel. */
export function MenuButton({ menu, open, className, label, onOpen, ref, children }: ButtonProps) {
  function pressed({ currentTarget }: SyntheticEvent<HTMLButtonElement>) {
    if (open || !onOpen) return;
    // The panel may be open at another button. The press alone would only close it.
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

/** The panel of a menu button: a head and the items. */
export function MenuPanel({ id, label, head, items, sheet, button, onToggle }: PanelProps) {
  const panel = useRef<HTMLDivElement>(null);

  useUrlChange(() => hideMenu(id));

  // The user may have opened it before this script ran.
  useEffect(() => onToggle(panel.current!.matches(":popover-open")), [onToggle]);

  function toggled(event: ToggleEvent<HTMLDivElement>) {
    const opens = event.newState === "open";
    onToggle(opens);
    if (!opens) return;
    const element = event.currentTarget;
    if (!CSS.supports("position-area: bottom")) place(element, button.current!);
    itemsOf(element)
      .at(element.dataset.from === "end" ? -1 : 0)
      ?.focus();
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
    <div
      ref={panel}
      id={id}
      popover={empty ? undefined : "auto"}
      hidden={empty}
      className={classes("menu", sheet && "menu-sheet")}
      onToggle={toggled}
    >
      {head && <div className={classes(headLook, sheet && "max-md:-mx-2 max-md:px-5 max-md:py-3.5")}>{head}</div>}
      <div role="menu" aria-label={label} onKeyDown={(event) => keyInMenu(event, close)}>
        {items.map((item) => (
          <Fragment key={item.label}>
            {item.apart && <hr className="-mx-1 my-1 border-0 border-t border-line" />}
            <Item item={item} onSelect={() => select(item)} />
          </Fragment>
        ))}
      </div>
    </div>
  );
}

function Item({ item, onSelect }: { item: MenuItem; onSelect: () => void }) {
  const reason = useId();
  const choice = item.chosen !== undefined;
  const shared = {
    role: choice ? "menuitemradio" : "menuitem",
    "aria-checked": item.chosen,
    tabIndex: -1,
    className: classes(
      "menu-item",
      item.danger && !item.withheld && "menu-item-danger",
      choice && "grid-cols-[16px_1fr_16px]",
    ),
  };
  const content = (
    <>
      {item.icon}
      <span lang={item.lang} className={choice && !item.icon ? "col-span-2" : undefined}>
        {item.label}
      </span>
      {item.chosen && <Check className="text-accent" />}
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
  if (item.href) {
    return (
      <Link {...shared} href={item.href} onClick={onSelect}>
        {content}
      </Link>
    );
  }
  if (item.submits) {
    return (
      <button type="submit" form={item.submits} {...item.sends} {...shared} onClick={onSelect}>
        {content}
      </button>
    );
  }
  return (
    <button type="button" {...shared} onClick={onSelect}>
      {content}
    </button>
  );
}

function keyInMenu(event: KeyboardEvent<HTMLDivElement>, close: () => void) {
  if (isComposing(event.nativeEvent) || hasModifier(event, "shiftKey")) return;
  // Closes first, so Tab continues from the trigger.
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
    // The labels and the keyboard may have different scripts.
    (beginning(event.key) ?? beginning(latinLetter(event)))?.focus();
  }
}

/** Closes the menu panel with this id if it is open. The focus returns to where it was before. */
export function hideMenu(id: string) {
  const panel = document.getElementById(id);
  if (panel?.matches(":popover-open")) panel.hidePopover();
}

const itemsOf = (root: HTMLElement) => [...root.querySelectorAll<HTMLElement>('[role^="menuitem"]')];

/** Removes case and accents, so that E finds a label with É. */
const folded = (text: string) => text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** Places the menu beside its button in browsers without CSS anchor positioning. */
function place(menu: HTMLElement, button: HTMLElement) {
  if (menu.classList.contains("menu-sheet") && matchMedia("(max-width: 767px)").matches) return;
  const anchor = button.getBoundingClientRect();
  const below = anchor.bottom + 4 + menu.offsetHeight <= innerHeight;
  menu.style.inset = "auto";
  menu.style.left = `${Math.max(8, anchor.right - menu.offsetWidth)}px`;
  menu.style.top = `${below ? anchor.bottom + 4 : Math.max(8, anchor.top - 4 - menu.offsetHeight)}px`;
}

const headLook = classes(
  "-mx-1 mb-1 border-b border-line px-3.25 pt-2 pb-2.25 text-13 text-muted",
  "[&_.composite-id]:text-[0.8125rem] [&_.composite-id]:text-text",
);
