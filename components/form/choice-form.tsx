"use client";

import { useActionState } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { DrawnForField } from "@/components/form/drawn-for";
import type { Action } from "@/components/form/send";
import { useSubmission } from "@/components/form/submission";
import { useRefusalToast } from "@/components/form/use-refusal";

type Props<T> = {
  action: Action<T>;
  /** It may return a promise: until that is kept, the same choice is not sent again. */
  onDone?: (value: T) => unknown;
  /** For buttons that stand elsewhere in the page. */
  id?: string;
  className?: string;
  children?: ReactNode;
};

/** A form of nothing but buttons, each a choice that is saved at once. The page around keeps what was typed in it. */
export function ChoiceForm<T>({ action, onDone, id, className, children }: Props<T>) {
  const [{ submit }, tellRefused] = [useSubmission(), useRefusalToast()];
  const [, post] = useActionState(action, null);

  function choose(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    const choice = JSON.stringify([...form]);
    void submit({ action, form, key: choice, onDone: (value) => onDone?.(value), onRefused: tellRefused });
  }

  return (
    <form id={id} className={className} action={post} onSubmit={choose}>
      <DrawnForField />
      {children}
    </form>
  );
}
