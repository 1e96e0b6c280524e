"use client";

import { useTranslations } from "next-intl";
import {
  createContext,
  useActionState,
  useCallback,
  useContext,
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import type { ReactNode, SubmitEvent } from "react";
import { useForm } from "react-hook-form";
import type { FieldErrors, FieldValues, Resolver, UseFormRegisterReturn } from "react-hook-form";
import type { $ZodType } from "zod/v4/core";
import { RenderedForField } from "@/components/form/rendered-for";
import type { Action } from "@/components/form/send";
import { useSubmission } from "@/components/form/submission";
import { useRefusal, useRefusalToast } from "@/components/form/use-refusal";
import { useSentence } from "@/components/form/use-sentence";
import { Button } from "@/components/ui/button";
import { DialogCancel, useDialog } from "@/components/ui/dialog";
import { FieldError } from "@/components/ui/field";
import { Notice } from "@/components/ui/notice";
import { paths } from "@/lib/isomorphic/paths";
import { isInput } from "@/lib/isomorphic/rendered-for";
import { isRefusal, keyOf } from "@/lib/isomorphic/result";
import type { Refusal, Result, Sentence } from "@/lib/isomorphic/result";

type Values = Record<string, string>;

type Props<T> = {
  /**
   * Fetches the schema of the operation, for a check before the request. The server checks again. The schema is loaded on first use of the
   * form, to keep pages light.
   */
  schema: () => Promise<$ZodType<unknown, FieldValues>>;
  action: Action<T>;
  /** Marks a form that saves nothing. If no answer comes, the user can simply try again. */
  asks?: boolean;
  /**
   * Runs between the check and the request, for example to ask for a security key. Returns the form to send, or nothing if the user
   * cancelled.
   */
  before?: (form: FormData) => Promise<FormData | undefined>;
  /** The fields' initial values. A switch that is on is "on"; one that is off is left out. */
  defaultValues?: Values;
  /**
   * Runs after success, also when the form is gone, for example because its dialog was closed. `clear` resets the fields to their initial
   * values.
   */
  onDone?: (value: T, clear: () => void) => unknown;
  /** Receives every refusal, for those that the form cannot show itself, such as a conflict. */
  onRefused?: (refusal: Refusal) => void;
  submitLabel: string;
  /** A red button, only for dialogs that ask a question. */
  danger?: boolean;
  /** For a form that is not the page's main purpose. */
  plain?: boolean;
  wide?: boolean;
  /** In a dialog, the label of the Cancel button. */
  cancelLabel?: string;
  /** Stands beside the submit button. */
  foot?: ReactNode;
  className?: string;
  id?: string;
  children: ReactNode;
};

/**
 * The form shell. With JavaScript, it checks with the schema, sends, and shows each refusal in its place. Without JavaScript, the browser
 * posts the form and the page comes back with it. What was typed is kept, except passwords without JavaScript.
 */
export function Form<T>(props: Props<T>) {
  const { schema, action, asks, before, defaultValues = {}, onDone, onRefused, id, className, children } = props;
  const t = useTranslations();
  const formatSentence = useSentence();
  const [renderRefusal, toastRefusal] = [useRefusal(), useRefusalToast()];
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
      // Checks exactly what would be sent, so the browser and the server see the same values.
      const nothing = { values: {}, errors: {} };
      return check && element.current ? check(read(new FormData(element.current)), context, options) : nothing;
    },
    errors: useMemo(() => (isRefusal(posted) ? errorsOf(posted) : undefined), [posted]),
    // The user submitted this form before the page came back with a refusal, though this instance never saw it.
    mode: isRefusal(posted) ? "onChange" : "onSubmit",
    shouldFocusError: false,
  });
  const { errors } = form.formState;

  useEffect(() => {
    const invalidField = element.current!.querySelector<HTMLElement>("[data-wrong]");
    if (invalidField)
      (
        invalidField.querySelector<HTMLElement>(":checked") ?? invalidField.querySelector<HTMLElement>(controls)
      )?.focus();
    else notice.current?.scrollIntoView({ block: "nearest" });
  }, [attempt]);

  function refuse(refusal: Refusal) {
    // The dialog was closed or the user left the page. The answer is still shown.
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
    // Enter in a field submits even when the button is withheld.
    if (held.reason !== null) return;
    const typed = new FormData(event.currentTarget, event.nativeEvent.submitter);
    void submit({
      action,
      form: () => checked(typed),
      asks,
      onDone: (value) => onDone?.(value, clear),
      onRefused: refuse,
    });
  }

  /** Returns what to send, or nothing if a field is wrong or the user cancelled. */
  async function checked(typed: FormData) {
    let valid = false;
    await form.handleSubmit(() => void (valid = true))();
    // The dialog was closed while its schema was loading.
    if (!element.current) return null;
    setGeneral(null);
    if (valid) return before ? before(typed) : typed;
    setAttempt((count) => count + 1);
  }

  // A withheld button is another element, so the focus has to move to it.
  const hold = useCallback(
    (reason: string | null) => setHeld({ reason, refocus: document.activeElement?.id === submitId }),
    [submitId],
  );

  const errorCount = Object.keys(errors).length;
  const note = errorCount > 0 && (
    <div className="note" role="alert">
      <FieldError>{t("form.look", { count: errorCount })}</FieldError>
    </div>
  );
  const body = (
    <>
      {general && (
        <Notice tone="danger" role="alert" ref={notice}>
          {renderRefusal(general)}
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
      // Leaves out register's ref: react-hook-form would use it to overwrite what was typed before hydration.
      const { onChange, onBlur } = form.register(name);
      const error = errors[name];
      const echoed = isRefusal(posted) ? posted.values : undefined;
      return {
        control: { name, onChange, onBlur },
        initial: (echoed ?? defaultValues)[name],
        error:
          typeof error?.message === "string"
            ? formatSentence({ key: keyOf(error.message), params: (error as FieldRefusal).params })
            : undefined,
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
        <RenderedForField />
        {dialog ? (
          <div className="db" id={dialog.bodyId}>
            {body}
          </div>
        ) : (
          body
        )}
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
    return (
      <div className="df">
        {note}
        {foot}
        {cancelLabel && <DialogCancel label={cancelLabel} />}
        {submit}
      </div>
    );
  }
  return (
    <>
      {note}
      <div className="formfoot">
        {submit}
        {foot}
      </div>
    </>
  );
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

/** Why the form cannot be sent (empty while a part is loading), and whether its button had the focus. */
type Held = { reason: string | null; refocus: boolean };

const FormContext = createContext<Inside | null>(null);

/** A field of the surrounding form: props for its control, its initial value and its error. */
export function useField(name: string) {
  return useContext(FormContext)!.field(name);
}

/** Returns a function that submits the surrounding form as its button does. */
export function useSubmit(): () => void {
  const { element } = useContext(FormContext)!;
  return () => element.current?.requestSubmit();
}

/**
 * Holds the surrounding form while a part inside is missing. Without a reason its button waits; with one, the button is withheld and shows
 * it.
 */
export function useHold(held: boolean, reason = "") {
  const { hold } = useContext(FormContext)!;
  useLayoutEffect(() => {
    if (!held) return;
    hold(reason);
    return () => hold(null);
  }, [held, reason, hold]);
}

/** The current value of a field. */
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

/** Loads the check. Returns null if it cannot be loaded; the server checks anyway. */
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

/** Keeps the message key of server and schema errors, so an error follows the language of the page. */
type FieldRefusal = { type: "server"; message: Sentence["key"]; params: Sentence["params"] };

function errorsOf(refusal: Refusal): FieldErrors {
  const fields = Object.entries(refusal.fields ?? {});
  return Object.fromEntries(
    fields.map(([name, { key, params }]): [string, FieldRefusal] => [name, { type: "server", message: key, params }]),
  );
}

const hasControl = (form: HTMLFormElement, name: string) =>
  [...form.querySelectorAll<HTMLInputElement>(controls)].some((control) => control.name === name);

const controls = 'input:not([type="hidden"]), select, textarea';
