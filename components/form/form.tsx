"use client";

import { useTranslations } from "next-intl";
import { createContext, useActionState, useCallback, useContext, useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from "react";
import type { ReactNode, SubmitEvent } from "react";
import { useForm } from "react-hook-form";
import type { FieldErrors, FieldValues, Resolver, UseFormRegisterReturn } from "react-hook-form";
import type { $ZodType } from "zod/v4/core";
import { DrawnForField } from "@/components/form/drawn-for";
import type { Action } from "@/components/form/send";
import { useSubmission } from "@/components/form/submission";
import { useRefusal, useRefusalToast } from "@/components/form/use-refusal";
import { useSentence } from "@/components/form/use-sentence";
import { Button } from "@/components/ui/button";
import { DialogCancel, useDialog } from "@/components/ui/dialog";
import { FieldError } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { isInput } from "@/lib/isomorphic/drawn-for";
import { paths } from "@/lib/isomorphic/paths";
import { isRefusal, keyOf } from "@/lib/isomorphic/result";
import type { Refusal, Result, Sentence } from "@/lib/isomorphic/result";

type Values = Record<string, string>;

type Props<T> = {
  /**
   * Fetches the schema of the operation, which the server asks again: here it only saves a journey. It is not there
   * before somebody uses the form, so that a page is light.
   */
  schema: () => Promise<$ZodType<unknown, FieldValues>>;
  action: Action<T>;
  /** It saves nothing: where no answer comes, trying again is all there is to do. */
  asks?: boolean;
  /**
   * What comes between the check and the sending: asking a key. It gives the form to send, or nothing where the person
   * turned back.
   */
  before?: (form: FormData) => Promise<FormData | undefined>;
  /** What stands in the fields at first. A switch that is on is "on"; one that is off is left out. */
  defaultValues?: Values;
  /**
   * What comes after, also where the form is gone by then, such as one in a dialog that was closed meanwhile. `clear` puts the
   * fields back to what they were at first.
   */
  onDone?: (value: T, clear: () => void) => unknown;
  /** Told of every refusal, for those that the form itself cannot show, such as a conflict. */
  onRefused?: (refusal: Refusal) => void;
  submitLabel: string;
  /** Red, only in a dialog that asks. */
  danger?: boolean;
  /** Its button is not what the page is there for. */
  plain?: boolean;
  wide?: boolean;
  /** In a dialog, the label of the button that closes it. */
  cancelLabel?: string;
  /** Stands beside the submit button. */
  foot?: ReactNode;
  className?: string;
  id?: string;
  children: ReactNode;
};

/**
 * The form shell. With JavaScript it checks with the schema, sends, and shows each refusal where it belongs; without,
 * the browser posts it and the page comes back the same. Nothing typed is lost, except passwords without JavaScript.
 */
export function Form<T>(props: Props<T>) {
  const { schema, action, asks, before, defaultValues = {}, onDone, onRefused, id, className, children } = props;
  const t = useTranslations();
  const say = useSentence();
  const [sayRefusal, toastRefusal] = [useRefusal(), useRefusalToast()];
  const dialog = useDialog();
  const { pending, submit } = useSubmission();
  const [posted, post] = useActionState<Result<T> | null, FormData>(action, null);
  const [general, setGeneral] = useState(isRefusal(posted) && !posted.fields ? posted : null);
  const [attempt, setAttempt] = useState(0);
  const submitId = useId();
  const [held, setHeld] = useState<Held>({ reason: null, refocus: false });
  const element = useRef<HTMLFormElement>(null);
  const notice = useRef<HTMLDivElement>(null);

  const form = useForm<FieldValues>({
    resolver: async (_values, context, options) => {
      const check = await checkWith(schema);
      // What is checked is what would be sent, so that the browser and the server see the same.
      const nothing = { values: {}, errors: {} };
      return check && element.current ? check(read(new FormData(element.current)), context, options) : nothing;
    },
    errors: useMemo(() => (isRefusal(posted) ? errorsOf(posted) : undefined), [posted]),
    // A page that came back refused has been submitted, though this form never saw it.
    mode: isRefusal(posted) ? "onChange" : "onSubmit",
    shouldFocusError: false,
  });
  const { errors } = form.formState;

  useEffect(() => {
    const wrong = element.current!.querySelector<HTMLElement>("[data-wrong]");
    if (wrong) (wrong.querySelector<HTMLElement>(":checked") ?? wrong.querySelector<HTMLElement>(controls))?.focus();
    else notice.current?.scrollIntoView({ block: "nearest" });
  }, [attempt]);

  function refuse(refusal: Refusal) {
    // The dialog around was closed, or another page is there: what was sent is still answered.
    if (!element.current) return toastRefusal(refusal);
    const fields = Object.entries(errorsOf(refusal));
    const shown = fields.filter(([name]) => hasControl(element.current!, name));
    for (const [name, error] of shown) form.setError(name, error as { message: string });
    if (shown.length < fields.length || fields.length === 0) setGeneral(refusal);
    setAttempt((count) => count + 1);
    onRefused?.(refusal);
  }

  function sent(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    // Enter in a field sends too, also where the button is withheld.
    if (held.reason !== null) return;
    const typed = new FormData(event.currentTarget, event.nativeEvent.submitter);
    void submit({ action, form: () => checked(typed), asks, onDone: (value) => onDone?.(value, clear), onRefused: refuse });
  }

  /** What is to be sent; nothing where a field is wrong, or the person turned back. */
  async function checked(typed: FormData) {
    let valid = false;
    await form.handleSubmit(() => void (valid = true))();
    // The dialog around was closed while its schema was fetched.
    if (!element.current) return null;
    setGeneral(null);
    if (valid) return before ? before(typed) : typed;
    setAttempt((count) => count + 1);
  }

  // Withheld, the button is another element, and the focus would go with the one before.
  const hold = useCallback(
    (reason: string | null) => setHeld({ reason, refocus: document.activeElement?.id === submitId }),
    [submitId],
  );

  const wrong = Object.keys(errors).length;
  const note = wrong > 0 && (
    <div className="note" role="alert">
      <FieldError>{t("form.look", { count: wrong })}</FieldError>
    </div>
  );
  const body = (
    <>
      {general && (
        <Notice tone="danger" role="alert" ref={notice}>
          {sayRefusal(general)}
          {general.remedy === "confirm" && (
            <noscript>
              {" "}
              <a href={paths.confirm}>{t("form.confirmSelf")}</a>
            </noscript>
          )}
        </Notice>
      )}
      {children}
    </>
  );
  function clear() {
    element.current?.reset();
    form.reset();
  }

  const context: Inside = {
    field(name) {
      // Without its ref, or react-hook-form would write its own idea of the value over what was typed before hydration.
      const { onChange, onBlur } = form.register(name);
      const error = errors[name];
      const echoed = isRefusal(posted) ? posted.values : undefined;
      return {
        control: { name, onChange, onBlur },
        initial: (echoed ?? defaultValues)[name],
        error: typeof error?.message === "string" ? say({ key: keyOf(error.message), params: (error as FieldRefusal).params }) : undefined,
      };
    },
    element,
    hold,
  };
  return (
    <FormContext value={context}>
      <form
        ref={element}
        id={id}
        className={className ?? (dialog ? undefined : "stack")}
        action={post}
        onSubmit={sent}
        onFocus={() => void checkWith(schema)}
        noValidate
      >
        <DrawnForField />
        {dialog ? <div className="db" id={dialog.bodyId}>{body}</div> : body}
        <Foot {...props} {...{ pending, held, note, submitId }} />
      </form>
    </FormContext>
  );
}

type FootProps = Pick<Props<never>, "submitLabel" | "danger" | "plain" | "wide" | "cancelLabel" | "foot"> & {
  pending: boolean;
  held: Held;
  submitId: string;
  note: ReactNode;
};

function Foot({ submitLabel, danger, plain, wide, cancelLabel, foot, pending, held, submitId, note }: FootProps) {
  useLayoutEffect(() => {
    if (held.refocus) document.getElementById(submitId)?.focus();
  }, [held, submitId]);
  const submit = (
    <Button
      id={submitId}
      type="submit"
      variant={danger ? "danger" : plain ? "plain" : "primary"}
      wide={wide}
      busy={pending || held.reason === ""}
      withheld={held.reason || undefined}
    >
      {submitLabel}
    </Button>
  );
  if (useDialog()) {
    return <div className="df">{note}{foot}{cancelLabel && <DialogCancel label={cancelLabel} />}{submit}</div>;
  }
  return <>{note}<div className="formfoot">{submit}{foot}</div></>;
}

type Inside = {
  field: (name: string) => {
    control: Pick<UseFormRegisterReturn, "name" | "onChange" | "onBlur">;
    initial: string | undefined;
    error: string | undefined;
  };
  element: React.RefObject<HTMLFormElement | null>;
  hold: (reason: string | null) => void;
};

/** Why the form cannot be sent: empty while what it needs is on its way. And whether its button has the focus. */
type Held = { reason: string | null; refocus: boolean };

const FormContext = createContext<Inside | null>(null);

/** A field of the form around: what ties a control to it, what stands in it at first, what is wrong with it. */
export function useField(name: string) {
  return useContext(FormContext)!.field(name);
}

/** Sends the form around, as its button does. */
export function useSubmit(): () => void {
  const { element } = useContext(FormContext)!;
  return () => element.current?.requestSubmit();
}

/**
 * While something that the form around needs is not there, it is not sent: its button waits, and with a reason it is withheld and says it.
 */
export function useHold(held: boolean, reason = "") {
  const { hold } = useContext(FormContext)!;
  useLayoutEffect(() => {
    if (!held) return;
    hold(reason);
    return () => hold(null);
  }, [held, reason, hold]);
}

/** What stands in a field right now. */
export function useTyped(name: string): string {
  const { field, element } = useContext(FormContext)!;
  const [typed, setTyped] = useState(field(name).initial ?? "");
  useEffect(() => {
    const form = element.current!;
    const look = () => setTyped(String(new FormData(form).get(name) ?? ""));
    const afterReset = () => setTimeout(look);
    look();
    form.addEventListener("input", look);
    form.addEventListener("reset", afterReset);
    return () => {
      form.removeEventListener("input", look);
      form.removeEventListener("reset", afterReset);
    };
  }, [element, name]);
  return typed;
}

/** The check by the schema; none where it cannot be fetched, since the server checks all the same. */
async function checkWith(schema: Props<never>["schema"]): Promise<Resolver | null> {
  try {
    const [{ zodResolver }, known] = await Promise.all([import("@hookform/resolvers/zod"), schema()]);
    return zodResolver(known) as Resolver;
  } catch {
    return null;
  }
}

/** What was typed, without the fields that React and the form shell add. */
function read(form: FormData): Values {
  const entries = [...form].filter(([name, value]) => isInput(name) && typeof value === "string");
  return Object.fromEntries(entries) as Values;
}

/** Of the server's and of the schema's alike the key is kept, so that what is wrong is told in the language of the page. */
type FieldRefusal = { type: "server"; message: Sentence["key"]; params: Sentence["params"] };

function errorsOf(refusal: Refusal): FieldErrors {
  const fields = Object.entries(refusal.fields ?? {});
  return Object.fromEntries(fields.map(([name, { key, params }]): [string, FieldRefusal] => [name, { type: "server", message: key, params }]));
}

const hasControl = (form: HTMLFormElement, name: string) =>
  [...form.querySelectorAll<HTMLInputElement>(controls)].some((control) => control.name === name);

const controls = 'input:not([type="hidden"]), select, textarea';
