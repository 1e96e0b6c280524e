"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import type { ReactNode, RefObject, SubmitEvent } from "react";
import { FormContext } from "@/components/form/form-context";
import { FormFoot, useHeld, type FootProps } from "@/components/form/form-foot";
import { GeneralRefusal } from "@/components/form/general-refusal";
import { HiddenFields } from "@/components/form/hidden-fields";
import { useAction } from "@/components/form/use-action";
import { controls, useFields, type LoadSchema, type Register } from "@/components/form/use-fields";
import { useRefusalToast } from "@/components/form/use-refusal";
import { DialogBody, useDialog } from "@/components/ui/dialog";
import type { Action, FieldName, FormValues } from "@/lib/isomorphic/action";
import { isRefusal, type Refusal, type Result } from "@/lib/isomorphic/result";

export type FormProps<T, Input> = FootProps & {
  /** The action whose fields the form has. */
  action: Action<T, Input>;
  /** The schema for a check before the request. The server checks again. */
  schema: LoadSchema;
  /** Marks a form that saves nothing. If no answer comes, the user can simply try again. */
  asks?: boolean;
  /**
   * Runs between the check and the request, for example to ask for a security key. Returns the form to send, or nothing if the user
   * cancelled.
   */
  before?: (form: FormData) => Promise<FormData | undefined>;
  /** Values that are sent and not shown. */
  hidden?: Partial<FormValues<Input>>;
  /** The fields' initial values. A switch that is on is "on"; one that is off is left out. */
  defaultValues?: Partial<FormValues<Input>>;
  /**
   * Runs after success, also when the form is gone, for example because its dialog was closed. `clear` resets the fields to their initial
   * values.
   */
  onDone?: (value: T, clear: () => void) => unknown;
  /** Receives every refusal, for those that the form cannot show itself, such as a conflict. */
  onRefused?: (refusal: Refusal) => void;
  className?: string;
  id?: string;
  /** The content. A function receives `register`, which gives each field its props and takes only the names that the action takes. */
  children?: ReactNode | ((register: Register<FieldName<Input>>) => ReactNode);
};

/**
 * The form shell. With JavaScript, it checks with the schema, sends, and shows each refusal in its place. Without JavaScript, the browser
 * posts the form and the page comes back with it. What was typed is kept, except passwords without JavaScript.
 */
export function Form<T, Input>(props: FormProps<T, Input>) {
  const { action, schema, asks, before, hidden = {}, defaultValues = {}, onDone, onRefused, children } = props;
  const [element, notice] = [useRef<HTMLFormElement>(null), useRef<HTMLDivElement>(null)];
  const [posted, post] = useActionState<Result<T> | null, FormData>(action, null);
  const returned = isRefusal(posted) ? posted : null;
  const [general, setGeneral] = useState(returned?.fields ? null : returned);
  const { register, ...fields } = useFields({ element, schema, defaultValues, returned });
  const { pending, send } = useAction(action, { asks, onRefused: refuse });
  const [held, hold] = useHeld();
  const [dialog, toastRefusal, showTrouble] = [useDialog(), useRefusalToast(), useTroubleFocus(element, notice)];

  function refuse(refusal: Refusal) {
    // The dialog was closed or the user left the page. The answer is still shown.
    if (!element.current) return toastRefusal(refusal);
    if (!fields.showErrors(refusal)) setGeneral(refusal);
    showTrouble();
    onRefused?.(refusal);
  }

  function submit(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // Enter in a field submits even when the button is withheld.
    if (held.reason !== null) return;
    const typed = new FormData(event.currentTarget, event.nativeEvent.submitter);
    void send(
      () => checked(typed),
      (value) => onDone?.(value, fields.clear),
    );
  }

  /** Returns what to send, or nothing if a field is wrong or the user cancelled. */
  async function checked(typed: FormData) {
    const valid = await fields.check();
    // The dialog was closed while its schema was loading.
    if (!element.current) return null;
    setGeneral(null);
    if (valid) return before ? before(typed) : typed;
    showTrouble();
  }

  const Body = dialog ? DialogBody : Plain;
  return (
    <FormContext value={{ element, hold }}>
      <form
        ref={element}
        id={props.id}
        className={props.className ?? (dialog ? undefined : "stack")}
        action={post}
        onSubmit={submit}
        onFocus={fields.preload}
        noValidate
      >
        <HiddenFields values={hidden} />
        <Body>
          {general && <GeneralRefusal refusal={general} ref={notice} />}
          {typeof children === "function" ? children(register) : children}
        </Body>
        <FormFoot {...props} {...{ pending, held }} errorCount={fields.errorCount} />
      </form>
    </FormContext>
  );
}

const Plain = ({ children }: { children: ReactNode }) => children;

/** Returns a function that moves the focus to the first wrong field, or else shows the notice. Does the same when the page opens. */
function useTroubleFocus(form: RefObject<HTMLFormElement | null>, notice: RefObject<HTMLDivElement | null>) {
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const wrong = form.current!.querySelector<HTMLElement>("[data-wrong]");
    const control = wrong?.querySelector<HTMLElement>(":checked") ?? wrong?.querySelector<HTMLElement>(controls);
    if (wrong) control?.focus();
    else notice.current?.scrollIntoView({ block: "nearest" });
  }, [attempt, form, notice]);
  return () => setAttempt((count) => count + 1);
}
