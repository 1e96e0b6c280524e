"use client";

import { createContext, useCallback, useContext, useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { CircleAlert, CircleCheck, X } from "@/components/ui/icon";
import { isShortcut, isTyping, Shortcut } from "@/components/ui/shortcut";

export type Toast = {
  title: ReactNode;
  text?: ReactNode;
  /** The requested action failed. */
  failed?: boolean;
  /** Stays until it is closed, for example because it contains something to copy. */
  sticky?: boolean;
  /** Undoes the action by a button. Also by keys, unless it undoes an undo. Its result gets a toast of its own. */
  undo?: { label: string; run: () => Promise<void>; keys: boolean };
  /** A line below the text, to copy. */
  children?: ReactNode;
};

/**
 * Shows the result of the last action, one toast at a time: more would cover what the user clicks next. The toast appears in the page, or
 * in the topmost dialog, because nothing below a dialog can be seen or pressed. When that dialog closes, the toast moves to what is below.
 * Its live region exists from the start; otherwise screen readers would not announce it.
 */
export function ToastProvider({ dismissLabel, children }: { dismissLabel: string; children: ReactNode }) {
  const [shown, setShown] = useState<{ toast: Toast; id: number; place: HTMLElement | undefined } | null>(null);
  const places = useRef<HTMLElement[]>([]);
  const last = useRef(0);
  const show = useCallback((toast: Toast) => {
    last.current += 1;
    setShown({ toast, id: last.current, place: places.current.at(-1) });
  }, []);
  const enter = useCallback((place: HTMLElement) => {
    places.current.push(place);
    return () => {
      places.current = places.current.filter((other) => other !== place);
      setShown((now) => (now?.place === place ? { ...now, place: places.current.at(-1) } : now));
    };
  }, []);

  const dismiss = (id: number) => setShown((now) => (now?.id === id ? null : now));
  const card = shown && (
    <ToastCard key={shown.id} {...shown.toast} dismissLabel={dismissLabel} onDismiss={() => dismiss(shown.id)} />
  );
  return (
    <ToastContext value={show}>
      <PlacesContext value={enter}>{children}</PlacesContext>
      <div className={classes(placeLook, "max-md:bottom-4")} role="status">
        {!shown?.place && card}
      </div>
      {shown?.place && createPortal(card, shown.place)}
    </ToastContext>
  );
}

const PlacesContext = createContext<((place: HTMLElement) => () => void) | null>(null);

/** The place of toasts while the surrounding dialog is topmost. */
export function ToastPlace() {
  const enter = useContext(PlacesContext);
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => enter?.(place.current!), [enter]);
  // On a phone, the dialog's buttons are at its foot.
  return <div className={classes(placeLook, "max-md:top-4 max-md:bottom-auto")} role="status" ref={place} />;
}

const placeLook = "fixed right-6 bottom-6 z-9 grid w-[min(420px,calc(100vw-32px))] gap-2 max-md:right-4 print:hidden";

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

/** Shows a toast for ten seconds or until it is closed. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs a ToastProvider around it");
  return show;
}

type CardProps = Toast & { dismissLabel: string; onDismiss: () => void };

function ToastCard({ title, text, failed, sticky, undo, children, dismissLabel, onDismiss }: CardProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const [undoing, setUndoing] = useState(false);
  const card = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  const remaining = useRef(10_000);
  const dismiss = useRef(onDismiss);
  useEffect(() => void (dismiss.current = onDismiss));

  const held = sticky || hovered || focused || undoing;
  useEffect(() => {
    if (held) return;
    const started = Date.now();
    const timer = setTimeout(() => dismiss.current(), remaining.current);
    return () => {
      clearTimeout(timer);
      remaining.current -= Date.now() - started;
    };
  }, [held]);

  // When the focused element disappears with the toast, returns the focus to where it was before.
  useLayoutEffect(() => {
    const element = card.current!;
    return () => {
      if (!element.contains(document.activeElement)) return;
      const back = before.current instanceof HTMLElement && before.current.isConnected ? before.current : null;
      (back ?? document.getElementById("main"))?.focus();
    };
  }, []);

  const takeBack = useCallback(async () => {
    if (undoing) return;
    setUndoing(true);
    await undo!.run();
    dismiss.current();
  }, [undo, undoing]);

  useEffect(() => {
    if (!undo?.keys) return;
    const keyed = (event: KeyboardEvent) => {
      // In a field the keys undo typing. Over a dialog, they must not change what is below.
      if (!isShortcut(event, "z") || isTyping() || document.querySelector("dialog:modal")) return;
      event.preventDefault();
      void takeBack();
    };
    addEventListener("keydown", keyed);
    return () => removeEventListener("keydown", keyed);
  }, [undo, takeBack]);

  return (
    <div
      ref={card}
      className="toast"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={({ relatedTarget }) => {
        setFocused(true);
        if (!card.current!.contains(relatedTarget)) before.current = relatedTarget;
      }}
      onBlur={() => setFocused(false)}
    >
      {failed ? <CircleAlert className="mt-0.5 text-danger" /> : <CircleCheck className="mt-0.5 text-success" />}
      <div>
        <b className="font-semibold wrap-anywhere">{title}</b>
        {text && <p className="mt-0.5 text-13 text-muted">{text}</p>}
        {undo && (
          <Button
            small
            busy={undoing}
            onClick={takeBack}
            className="mt-2 [--bd:var(--on-inverse-line)]"
            aria-keyshortcuts={undo.keys ? "Control+Z Meta+Z" : undefined}
          >
            {undo.label}
            {undo.keys && <Shortcut keys="Z" mod />}
          </Button>
        )}
      </div>
      <button
        type="button"
        className="button button-icon button-small col-start-3 row-start-1 -my-1.5 self-start"
        aria-label={dismissLabel}
        onClick={onDismiss}
      >
        <X />
      </button>
      {children && <div className={lineLook}>{children}</div>}
    </div>
  );
}

const lineLook = classes(
  "col-start-2 -col-end-1 mt-2 mr-1.5 flex min-w-0 flex-wrap items-center justify-between gap-x-2 gap-y-0.5 rounded-2 py-0.75",
  "bg-on-inverse-soft pr-0.75 pl-2.75 hairline [--line:var(--on-inverse-line)] max-md:col-start-1",
  "[&_.composite-id]:min-w-0 [&_.composite-id]:wrap-anywhere [&_.composite-id]:whitespace-normal",
  "[&_.composite-id>span]:whitespace-nowrap",
);
