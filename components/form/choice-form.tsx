"use client";

import { unstable_rethrow } from "next/navigation";
import { useActionState, useTransition } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { DrawnForField } from "@/components/form/drawn-for";
import { sentenceOfThrown } from "@/components/form/form";
import { useSend } from "@/components/form/send";
import { useRefusalToast } from "@/components/form/use-refusal";
import { isRefusal } from "@/lib/isomorphic/result";
import type { Result } from "@/lib/isomorphic/result";

type Props<T> = {
  action: (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;
  onDone?: (value: T) => void;
  /** For buttons that stand elsewhere in the page. */
  id?: string;
  className?: string;
  children?: ReactNode;
};

/** A form of nothing but buttons, each a choice that is saved at once. The page around keeps what was typed in it. */
export function ChoiceForm<T>({ action, onDone, id, className, children }: Props<T>) {
  const [send, tellRefused] = [useSend(), useRefusalToast()];
  const [, post] = useActionState(action, null);
  const [, start] = useTransition();

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget, event.nativeEvent.submitter);
    start(async () => {
      try {
        const result = await send(action, form);
        if (isRefusal(result)) tellRefused(Object.values(result.fields ?? {})[0] ?? result.sentence);
        else onDone?.(result.value);
      } catch (error) {
        unstable_rethrow(error);
        tellRefused(sentenceOfThrown(error));
      }
    });
  }

  return (
    <form id={id} className={className} action={post} onSubmit={submit}>
      <DrawnForField />
      {children}
    </form>
  );
}
