import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { useState, type ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { useHold } from "@/components/form/form-context";
import type { Action } from "@/lib/isomorphic/action";
import { invalid, refuse, refusePendingStep, sentence, unknownOutcome, type Result } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

const schema = async () => z.object({ login: z.string().min(1, "errors.login.required") });

type NewLogin = Action<string, { login: string }>;

function slowAction() {
  let settle: { answer: (result: Result<string>) => void; fail: (error: Error) => void };
  const action = vi.fn<NewLogin>(() => new Promise((answer, fail) => (settle = { answer, fail })));
  return {
    action,
    answer: (result: Result<string>) => act(async () => settle.answer(result)),
    fail: () => act(async () => settle.fail(new TypeError())),
  };
}

/** A form that can be closed, like one in a dialog. */
function Closable({ action }: { action: NewLogin }) {
  const [open, setOpen] = useState(true);
  return (
    <>
      <button onClick={() => setOpen(false)}>Close</button>
      {open && (
        <Form schema={schema} action={action} defaultValues={{ login: "ines" }} submitLabel="Confirm">
          {(register) => <TextField {...register("login")} label="ID" />}
        </Form>
      )}
    </>
  );
}

const confirm = () => act(async () => fireEvent.click(screen.getByRole("button", { name: "Confirm" })));
const taken = invalid({ login: sentence("errors.login.taken", { login: "ines" }) });

describe("Form", () => {
  it("shows a refusal in a toast after the form was closed", async () => {
    const { action, answer } = slowAction();
    draw(<Closable action={action} />);
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Close" })));
    await answer(taken);
    expect(screen.getByRole("status")).toHaveTextContent("ines already exists in this account");
  });

  it("shows errors in the language of the page, also after the user switches it", async () => {
    const { action, answer } = slowAction();
    const { speak } = draw(<Closable action={action} />);
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await answer(taken);
    expect(screen.getByRole("textbox")).toHaveAccessibleDescription(/ines already exists in this account/);
    speak("fr");
    expect(screen.getByRole("textbox")).toHaveAccessibleDescription(/ines existe déjà dans ce compte/);
  });

  it("shows only a link to the login page when the session has ended and no dialog can ask", async () => {
    const { action, answer } = slowAction();
    draw(<Closable action={action} />);
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await answer(refuse("signed_out"));
    expect(screen.getByRole("alert")).toHaveTextContent("You are logged out. Log in again");
    expect(screen.getByRole("link", { name: "Log in again" })).toHaveAttribute("href", "/login");
  });

  it("shows the same link when the server lost the database's answer", async () => {
    const { action, answer } = slowAction();
    draw(<Closable action={action} />);
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await answer(unknownOutcome);
    expect(screen.getByRole("alert")).toHaveTextContent("The database did not confirm that this was saved.");
    expect(screen.getByText("Check in a new tab")).toHaveAttribute("target", "_blank");
  });

  it.each([
    ["password", "/login/new-password"],
    ["enrolment", "/login/enrol"],
    ["second-factor", "/login/verify"],
  ] as const)("links to the step of the login that is pending (%s)", async (step, path) => {
    const { action, answer } = slowAction();
    draw(<Closable action={action} />);
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await answer(refusePendingStep(step));
    expect(screen.getByText("Continue")).toHaveAttribute("href", path);
  });

  it("does not claim that nothing was saved when the answer was lost: it shows a link to check, and keeps what was typed", async () => {
    const { action, fail } = slowAction();
    draw(<Closable action={action} />);
    fireEvent.input(screen.getByRole("textbox"), { target: { value: "marek" } });
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalled());
    await fail();
    expect(screen.getByRole("alert")).toHaveTextContent("this may or may not have been saved");
    expect(screen.getByText("Check in a new tab")).toHaveAttribute("target", "_blank");
    expect(screen.getByRole("textbox")).toHaveValue("marek");
  });

  it("cannot be sent by its button or Enter while a part inside holds it, and says why", async () => {
    const { action } = slowAction();
    function Part({ held, reason }: { held: boolean; reason?: string }) {
      useHold(held, reason);
      return null;
    }
    const form = (part: ReactNode) => (
      <Form schema={schema} action={action} defaultValues={{ login: "ines" }} submitLabel="Confirm">
        {(register) => (
          <>
            <TextField {...register("login")} label="ID" />
            {part}
          </>
        )}
      </Form>
    );
    const button = () => screen.getByRole("button", { name: "Confirm" });
    const enter = () => act(async () => (screen.getByRole("textbox") as HTMLInputElement).form!.requestSubmit());
    const { redraw } = draw(form(<Part held />));
    expect(button()).toHaveAttribute("aria-busy", "true");
    await confirm();
    await enter();
    button().focus();
    redraw(form(<Part held reason="The affected users cannot be shown right now." />));
    expect(button()).toHaveAttribute("aria-disabled", "true");
    expect(button()).toHaveAccessibleDescription("The affected users cannot be shown right now.");
    expect(button()).toHaveFocus();
    await confirm();
    await enter();
    expect(action).not.toHaveBeenCalled();
    redraw(form(<Part held={false} />));
    expect(button()).toHaveFocus();
    await confirm();
    await vi.waitFor(() => expect(action).toHaveBeenCalledOnce());
  });
});
