import { act, renderHook } from "@testing-library/react";
import type { ReactNode } from "react";
import { describe, expect, it, vi } from "vitest";
import { RecoveryContext } from "@/components/form/send";
import { useSubmission } from "@/components/form/submission";
import { done, refuse, unknownOutcome, type Result } from "@/lib/isomorphic/result";

/** An action that answers when the test says so. */
function slowAction() {
  const answers: ((result: Result<string> | Error) => void)[] = [];
  const action = vi.fn(
    () =>
      new Promise<Result<string>>((answer, fail) =>
        answers.push((result) => (result instanceof Error ? fail(result) : answer(result))),
      ),
  );
  return { action, answer: (result: Result<string> | Error) => act(async () => answers.shift()!(result)) };
}

const form = () => new FormData();

describe("useSubmission", () => {
  it("sends one request for two presses, and another after the first answer", async () => {
    const [{ action, answer }, onDone, onRefused] = [slowAction(), vi.fn(), vi.fn()];
    const { result } = renderHook(() => useSubmission());
    const press = () => act(async () => void result.current.submit({ action, form: form(), onDone, onRefused }));
    await press();
    await press();
    expect(action).toHaveBeenCalledTimes(1);
    await answer(done("saved"));
    expect(onDone).toHaveBeenCalledExactlyOnceWith("saved");
    await press();
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("stays blocked while the answer is being shown", async () => {
    const { action, answer } = slowAction();
    let shown = () => {};
    const onDone = () => new Promise<void>((resolve) => (shown = resolve));
    const { result } = renderHook(() => useSubmission());
    const press = () =>
      act(async () => void result.current.submit({ action, form: form(), onDone, onRefused: vi.fn() }));
    await press();
    await answer(done("ended"));
    await press();
    expect(action).toHaveBeenCalledTimes(1);
    await act(async () => shown());
    await press();
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("sends two different things at the same time", async () => {
    const { action } = slowAction();
    const { result } = renderHook(() => useSubmission());
    const press = (key: string) =>
      act(async () => void result.current.submit({ action, form: form(), key, onDone: vi.fn(), onRefused: vi.fn() }));
    await press("enable noor");
    await press("enable ines");
    await press("enable noor");
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("is not blocked by another form's missing answer", async () => {
    const [never, other] = [slowAction(), slowAction()];
    const [first, second] = [renderHook(() => useSubmission()), renderHook(() => useSubmission())];
    const press = ({ result }: typeof first, { action }: typeof never) =>
      act(async () => void result.current.submit({ action, form: form(), onDone: vi.fn(), onRefused: vi.fn() }));
    await press(first, never);
    await press(second, other);
    await other.answer(done("saved"));
    expect(second.result.current.pending).toBe(false);
    await press(second, other);
    expect(other.action).toHaveBeenCalledTimes(2);
  });

  it("says that the outcome of a change is unknown after a lost answer, but only that a read was not answered", async () => {
    const { action, answer } = slowAction();
    const show = vi.fn();
    const { result } = renderHook(() => useSubmission());
    for (const asks of [false, true]) {
      await act(
        async () => void result.current.submit({ action, form: form(), asks, onDone: vi.fn(), onRefused: show }),
      );
      await answer(new TypeError("Failed to fetch"));
    }
    expect(show.mock.calls.map(([refusal]) => refusal.sentence.key)).toEqual(["form.unknown", "form.unanswered"]);
  });

  it("does not mention saving for a read", async () => {
    const { action, answer } = slowAction();
    const show = vi.fn();
    const { result } = renderHook(() => useSubmission());
    for (const refusal of [refuse("unavailable"), unknownOutcome, refuse("failed", undefined, { id: "7" })]) {
      await act(
        async () => void result.current.submit({ action, form: form(), asks: true, onDone: vi.fn(), onRefused: show }),
      );
      await answer(refusal);
    }
    expect(show.mock.calls.map(([refusal]) => refusal.sentence)).toEqual([
      { key: "form.unreadable" },
      { key: "form.unreadable" },
      { key: "form.readFailed", params: { id: "7" } },
    ]);
  });

  it("asks the user to log in again, then sends again", async () => {
    const action = vi
      .fn<() => Promise<Result<string>>>()
      .mockResolvedValueOnce(refuse("signed_out"))
      .mockResolvedValueOnce(done("saved"));
    const [recover, onDone] = [vi.fn(async () => true), vi.fn()];
    const wrapper = ({ children }: { children: ReactNode }) => (
      <RecoveryContext value={recover}>{children}</RecoveryContext>
    );
    const { result } = renderHook(() => useSubmission(), { wrapper });
    await act(() => result.current.submit({ action, form: form(), onDone, onRefused: vi.fn() }));
    expect(recover).toHaveBeenCalledExactlyOnceWith("signed_out");
    expect(onDone).toHaveBeenCalledExactlyOnceWith("saved");
  });
});
