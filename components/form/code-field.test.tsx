import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { CodeField } from "@/components/form/code-field";
import { Form } from "@/components/form/form";
import type { Action } from "@/components/form/send";
import { invalid, sentence } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

const sent = vi.fn();
const refused = invalid({ code: sentence("errors.code.wrong") });
const action: Action<never> = async (_previous, form) => (sent(form.get("code")), refused);
const schema = async () => z.object({ code: z.string() });

beforeEach(() => {
  sent.mockClear();
  // That of happy-dom names the form itself as the button.
  vi.spyOn(HTMLFormElement.prototype, "requestSubmit").mockImplementation(function (this: HTMLFormElement) {
    fireEvent.submit(this);
  });
  draw(
    <Form schema={schema} action={action} submitLabel="Verify">
      <CodeField label="Code" digits sends />
    </Form>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const code = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Code" });

/** Types, and lets the time pass after which a whole code goes by itself. */
async function type(value: string, event = {}) {
  vi.useFakeTimers();
  fireEvent.input(code(), { target: { value }, ...event });
  await act(async () => vi.advanceTimersByTime(1_000));
  vi.useRealTimers();
  // What comes of it: the schema is fetched before anything is sent.
  await act(async () => new Promise((done) => setTimeout(done, 20)));
}
const answered = (times: number) => vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(times));

describe("A code of six digits", () => {
  it("is taken in full-width digits, with blanks and dashes, and sends the form", async () => {
    await type("１２３ー４５６");
    expect(code()).toHaveValue("123456");
    await answered(1);
    expect(sent).toHaveBeenLastCalledWith("123456");
  });

  it("is left alone while it is composed", async () => {
    await type("１２３４５６", { isComposing: true });
    expect(code()).toHaveValue("１２３４５６");
    expect(sent).not.toHaveBeenCalled();
    await act(async () => fireEvent.compositionEnd(code()));
    expect(code()).toHaveValue("123456");
  });

  it("does not go by itself any more where it was sent by the button, or in any other way", async () => {
    vi.useFakeTimers();
    fireEvent.input(code(), { target: { value: "123456" } });
    fireEvent.submit(code().form!);
    await act(async () => vi.advanceTimersByTime(1_000));
    vi.useRealTimers();
    await answered(1);
    expect(HTMLFormElement.prototype.requestSubmit).not.toHaveBeenCalled();
  });

  it("does not go by itself again where it was refused, and another one does", async () => {
    await type("123456");
    await answered(1);
    await type("12345");
    await type("123456");
    expect(sent).toHaveBeenCalledTimes(1);
    await type("654321");
    await answered(2);
    expect(sent).toHaveBeenLastCalledWith("654321");
  });
});
