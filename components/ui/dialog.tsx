"use client";

import { useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useId, useRef, useState } from "react";
import type { MouseEvent, ReactNode } from "react";
import { createPortal } from "react-dom";
import { Button } from "@/components/ui/button";
import { classes } from "@/components/ui/classes";
import { useHeldHistory } from "@/components/ui/held-history";
import { X } from "@/components/ui/icon";
import { ToastPlace } from "@/components/ui/toast";
import { useUrlChange } from "@/components/ui/use-url-change";

type Props = {
  title: ReactNode;
  subtitle?: ReactNode;
  closeLabel: string;
  onClose: () => void;
  size?: keyof typeof sizes;
  /** Asks before an action that is hard to undo. Screen readers read its text out, and Cancel has the focus. */
  question?: boolean;
  /** Shows something only once. Escape and a click outside do nothing; only its buttons close it. */
  buttonsOnly?: boolean;
  /** The id of the element that gets the focus if the opener is gone. */
  returnTo?: string;
  /** Names the current step. The first field of a new step gets the focus. */
  step?: string;
  /** A `Form`, or `DialogBody` and `DialogFoot`. */
  children: ReactNode;
};

/**
 * A dialog that is open while it is in the tree. Escape, the cross, a click outside and navigation call `onClose`; see also `buttonsOnly`. Back
 * and Forward ask first if something was typed, or if it stays.
 */
export function Dialog({
  title,
  subtitle,
  closeLabel,
  onClose,
  size,
  question,
  buttonsOnly,
  returnTo,
  step,
  children,
}: Props) {
  const id = useId();
  const palette = size === "palette";
  const dialog = useRef<HTMLDialogElement>(null);
  const typed = useRef(false);
  const [pendingLeave, setPendingLeave] = useState<{ proceed: () => void } | null>(null);
  useUrlChange(onClose);
  useHeldHistory(
    () => typed.current || buttonsOnly === true,
    (proceed) => setPendingLeave({ proceed }),
  );

  useEffect(() => {
    const element = dialog.current!;
    const opener = document.activeElement;
    element.showModal();
    return () => {
      element.close();
      // The row that the dialog was about may be gone, with its button.
      setTimeout(() => {
        if (!isLost(document.activeElement)) return;
        // Nothing below another dialog can take the focus, so an opener there keeps waiting.
        if (opener instanceof HTMLElement && opener.isConnected && !isLost(opener)) opener.focus();
        else if (!document.querySelector("dialog:modal")) {
          ((returnTo && document.getElementById(returnTo)) || document.getElementById("main"))?.focus();
        }
      });
    };
  }, [returnTo]);

  useEffect(() => firstFocus(dialog.current!)?.focus(), [step]);

  function pressed(event: MouseEvent) {
    // The second press of a double click belongs to the button that opened the dialog.
    if (event.detail > 1) return;
    // A click beside the dialog must not lose what was typed.
    if (event.target === dialog.current && !typed.current && !buttonsOnly) onClose();
  }

  // A portal, because inside a table row the dialog would inherit a cell's styles.
  return createPortal(
    <dialog
      ref={dialog}
      className={classes("dialog", size && sizes[size])}
      role={question ? "alertdialog" : undefined}
      aria-labelledby={id}
      aria-describedby={question ? `${id}-body` : undefined}
      onMouseDown={pressed}
      // Search words, and inputs that are saved at once, are no loss.
      onInput={({ target }) => void (typed.current ||= (target as Element).closest("form") !== null)}
      onCancel={(event) => {
        if (event.target !== dialog.current) return;
        event.preventDefault();
        if (!buttonsOnly) onClose();
      }}
      // Without it, browsers may close a dialog at the second Escape.
      {...(buttonsOnly && { closedby: "none" })}
    >
      <div
        className={classes("dialog-head", palette && "absolute right-0 border-0 p-0 pt-3 pr-3 max-md:pt-2 max-md:pr-2")}
      >
        <div className={palette ? "sr-only" : "min-w-0"}>
          <h2 id={id}>{title}</h2>
          {subtitle && <p className="mt-px text-13 text-muted">{subtitle}</p>}
        </div>
        <Button
          icon={<X />}
          label={closeLabel}
          variant="quiet"
          small
          className={classes(!palette && "-mt-0.75", "text-muted")}
          onClick={onClose}
          data-close=""
        />
      </div>
      <DialogContext value={{ close: onClose, question: question ?? false, bodyId: `${id}-body` }}>
        {children}
        {pendingLeave && (
          <LeavePrompt
            shown={buttonsOnly === true}
            onStay={() => setPendingLeave(null)}
            onLeave={() => (onClose(), pendingLeave.proceed())}
          />
        )}
      </DialogContext>
      <ToastPlace />
    </dialog>,
    document.body,
  );
}

const sizes = { slim: "dialog-slim", broad: "dialog-broad", palette: "dialog-palette" };

type LeaveProps = {
  /** True if the lost content is shown only once; false if the user typed it. */
  shown: boolean;
  onStay: () => void;
  onLeave: () => void;
};

/** Asks before Back or Forward discards something unsaved. */
function LeavePrompt({ shown, onStay, onLeave }: LeaveProps) {
  const t = useTranslations("form");
  return (
    <Dialog
      title={shown ? t("leaveTitle") : t("discardTitle")}
      closeLabel={t("stay")}
      onClose={onStay}
      size="slim"
      question
    >
      <DialogBody>
        <p>{shown ? t("leaveText") : t("discardText")}</p>
      </DialogBody>
      <DialogFoot>
        <DialogCancel label={t("stay")} />
        <Button variant="danger" onClick={onLeave}>
          {shown ? t("leave") : t("discard")}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

type Inside = { close: () => void; question: boolean; bodyId: string };

const DialogContext = createContext<Inside | null>(null);

/** The surrounding dialog, or null on a page. */
export const useDialog = () => useContext(DialogContext);

/** The part that scrolls. */
export function DialogBody({ children }: { children: ReactNode }) {
  return (
    <div className="dialog-body" id={useDialog()?.bodyId}>
      {children}
    </div>
  );
}

/** The buttons: Cancel left of Confirm. */
export function DialogFoot({ children }: { children: ReactNode }) {
  return <div className="dialog-foot">{children}</div>;
}

/** Closes the surrounding dialog. In a question it has the focus. */
export function DialogCancel({ label }: { label: string }) {
  const dialog = useDialog();
  return (
    <Button onClick={dialog?.close} data-autofocus={dialog?.question ? "" : undefined}>
      {label}
    </Button>
  );
}

function firstFocus(dialog: HTMLDialogElement): HTMLElement | null {
  const fields =
    ':is(input:not([type="hidden"], [type="radio"]:not(:checked)), select, textarea, .dialog-foot button):enabled';
  return dialog.querySelector<HTMLElement>("[data-autofocus]") ?? dialog.querySelector<HTMLElement>(fields);
}

const isLost = (element: Element | null) => element === null || element === document.body;
