import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { CodeField } from "@/components/form/code-field";
import { Form } from "@/components/form/form";
import type { Action } from "@/lib/isomorphic/action";
import { invalid, sentence } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

const sent = vi.fn();
const refused = invalid({ code: sentence("errors.code.wrong") });
const action: Action<never, { code: string }> = async (_previous, form) => (sent(form.get("code")), refused);
const schema = async () => z.object({ code: z.string() });

beforeEach(() => {
  sent.mockClear();
  // happy-dom's own requestSubmit names the form itself as the button.
  vi.spyOn(HTMLFormElement.prototype, "requestSubmit").mockImplementation(function (this: HTMLFormElement) {
    fireEvent.submit(this);
  });
  draw(
    <Form schema={schema} action={action} submitLabel="Verify">
      {(register) => <CodeField {...register("code")} label="Code" digits sends />}
    </Form>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const code = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Code" });

/** Types, and waits until a complete code would be sent automatically. */
async function type(value: string, event = {}) {
  vi.useFakeTimers();
  fireEvent.input(code(), { target: { value }, ...event });
  await act(async () => vi.advanceTimersByTime(1_000));
  vi.useRealTimers();
  // Waits for the schema, which is fetched before anything is sent.
  await act(async () => new Promise((done) => setTimeout(done, 20)));
}
const answered = (times: number) => vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(times));

describe("A code of six digits", () => {
  it("accepts full-width digits, blanks and dashes, and sends the form", async () => {
    await type("１２３ー４５６");
    expect(code()).toHaveValue("123456");
    await answered(1);
    expect(sent).toHaveBeenLastCalledWith("123456");
  });

  it("stays unchanged during IME composition", async () => {
    await type("１２３４５６", { isComposing: true });
    expect(code()).toHaveValue("１２３４５６");
    expect(sent).not.toHaveBeenCalled();
    await act(async () => fireEvent.compositionEnd(code()));
    expect(code()).toHaveValue("123456");
  });

  it("is not sent automatically after the user sent it", async () => {
    vi.useFakeTimers();
    fireEvent.input(code(), { target: { value: "123456" } });
    fireEvent.submit(code().form!);
    await act(async () => vi.advanceTimersByTime(1_000));
    vi.useRealTimers();
    await answered(1);
    expect(HTMLFormElement.prototype.requestSubmit).not.toHaveBeenCalled();
  });

  it("is not sent automatically again after a refusal, but another code is", async () => {
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
