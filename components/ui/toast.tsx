"use client";

import { createContext, useCallback, useContext, useEffect, useRef, useState } from "react";
import type { ReactNode } from "react";
import { CircleCheck, X } from "@/components/ui/icon";

export type Toast = {
  title: ReactNode;
  text?: ReactNode;
  /** It stays until it is closed: it holds something to copy. */
  sticky?: boolean;
  /** A line to copy, or an action, below the text. */
  children?: ReactNode;
};

/** Holds what happened just now. Its region is in the page from the start, else nothing in it would be announced. */
export function ToastProvider({ dismissLabel, children }: { dismissLabel: string; children: ReactNode }) {
  const [toasts, setToasts] = useState<(Toast & { id: number })[]>([]);
  const last = useRef(0);
  const show = useCallback((toast: Toast) => {
    last.current += 1;
    // One at a time: more of them would cover what the next click is for.
    setToasts([{ ...toast, id: last.current }]);
  }, []);
  const dismiss = useCallback((id: number) => setToasts((shown) => shown.filter((toast) => toast.id !== id)), []);

  return (
    <ToastContext value={show}>
      {children}
      <div className="toasts" role="status">
        {toasts.map(({ id, ...toast }) => (
          <ToastCard key={id} {...toast} dismissLabel={dismissLabel} onDismiss={() => dismiss(id)} />
        ))}
      </div>
    </ToastContext>
  );
}

const ToastContext = createContext<((toast: Toast) => void) | null>(null);

/** Shows a toast, for ten seconds or until it is closed. */
export function useToast(): (toast: Toast) => void {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs a ToastProvider around it");
  return show;
}

type CardProps = Toast & { dismissLabel: string; onDismiss: () => void };

function ToastCard({ title, text, sticky, children, dismissLabel, onDismiss }: CardProps) {
  const [hovered, setHovered] = useState(false);
  const [focused, setFocused] = useState(false);
  const left = useRef(10_000);
  const dismiss = useRef(onDismiss);
  useEffect(() => void (dismiss.current = onDismiss));

  const held = sticky || hovered || focused;
  useEffect(() => {
    if (held) return;
    const started = Date.now();
    const timer = setTimeout(() => dismiss.current(), left.current);
    return () => {
      clearTimeout(timer);
      left.current -= Date.now() - started;
    };
  }, [held]);

  return (
    <div
      className="toast"
      onPointerEnter={() => setHovered(true)}
      onPointerLeave={() => setHovered(false)}
      onFocus={() => setFocused(true)}
      onBlur={() => setFocused(false)}
    >
      <CircleCheck />
      <div>
        <b>{title}</b>
        {text && <p>{text}</p>}
      </div>
      <button type="button" className="btn icon small x" aria-label={dismissLabel} onClick={onDismiss}>
        <X />
      </button>
      {children && <div className="copyline">{children}</div>}
    </div>
  );
}
