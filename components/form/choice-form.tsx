"use client";

import { useActionState } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { RenderedForField } from "@/components/form/rendered-for";
import type { Action } from "@/components/form/send";
import { useSubmission } from "@/components/form/submission";
import { useRefusalToast } from "@/components/form/use-refusal";

type Props<T> = {
  action: Action<T>;
  /** May return a promise. Until it settles, the same choice is not sent again. */
  onDone?: (value: T) => unknown;
  /** Ties the form to buttons elsewhere in the page. */
  id?: string;
  className?: string;
  children?: ReactNode;
};

/** A form of buttons only: each press saves a choice at once. The page around it keeps what was typed there. */
export function ChoiceForm<T>({ action, onDone, id, className, children }: Props<T>) {
  const [{ submit }, toastRefusal] = [useSubmission(), useRefusalToast()];
  const [, post] = useActionState(action, null);

  function choose(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    const choice = JSON.stringify([...form]);
    void submit({ action, form, key: choice, onDone: (value) => onDone?.(value), onRefused: toastRefusal });
  }

  return (
    <form id={id} className={className} action={post} onSubmit={choose}>
      <RenderedForField />
      {children}
    </form>
  );
}
