"use client";

import { useActionState } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { HiddenFields } from "@/components/form/hidden-fields";
import { useAction } from "@/components/form/use-action";
import type { Action, FormValues } from "@/lib/isomorphic/action";

type Props<T, Input> = {
  action: Action<T, Input>;
  /** Values that are sent with each choice. */
  hidden?: Partial<FormValues<Input>>;
  /** May return a promise. Until it settles, the same choice is not sent again. */
  onDone?: (value: T) => unknown;
  /** Ties the form to buttons elsewhere in the page. */
  id?: string;
  className?: string;
  children?: ReactNode;
};

/** A form of buttons only: each press saves a choice at once. The page around it keeps what was typed there. */
export function ChoiceForm<T, Input>({ action, hidden = {}, onDone, id, className, children }: Props<T, Input>) {
  const { send } = useAction(action);
  const [, post] = useActionState(action, null);

  function choose(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    void send(new FormData(event.currentTarget, event.nativeEvent.submitter), onDone);
  }

  return (
    <form id={id} className={className} action={post} onSubmit={choose}>
      <HiddenFields values={hidden} />
      {children}
    </form>
  );
}
