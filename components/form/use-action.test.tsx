import { act, cleanup, renderHook, screen } from "@testing-library/react";
import type { ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { RecoveryContext } from "@/components/form/send";
import { useAction } from "@/components/form/use-action";
import type { Action } from "@/lib/isomorphic/action";
import { done, refuse, unknownOutcome, type Result } from "@/lib/isomorphic/result";
import { Around } from "@/lib/testing/draw";

afterEach(cleanup);

type Enable = Action<string, { login: string }>;

/** An action that answers when the test says so. */
function slowAction() {
  const answers: ((result: Result<string> | Error) => void)[] = [];
  const action = vi.fn<Enable>(
    () =>
      new Promise<Result<string>>((answer, fail) =>
        answers.push((result) => (result instanceof Error ? fail(result) : answer(result))),
      ),
  );
  return { action, answer: (result: Result<string> | Error) => act(async () => answers.shift()!(result)) };
}

/** A part of a page that uses the hook, and its press. */
function user(action: Enable, options?: Parameters<typeof useAction>[1], wrapper = Around) {
  const { result } = renderHook(() => useAction(action, options), { wrapper });
  const press = (login: string, onDone?: (value: string) => unknown) =>
    act(async () => void result.current.send({ login }, onDone));
  return { result, press };
}

describe("useAction", () => {
  it("sends one request for two presses, and another after the first answer", async () => {
    const [{ action, answer }, onDone] = [slowAction(), vi.fn()];
    const { press } = user(action);
    await press("ines", onDone);
    await press("ines", onDone);
    expect(action).toHaveBeenCalledTimes(1);
    expect(action.mock.calls[0]![1].get("login")).toBe("ines");
    await answer(done("saved"));
    expect(onDone).toHaveBeenCalledExactlyOnceWith("saved");
    await press("ines", onDone);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("stays blocked while the answer is being shown", async () => {
    const { action, answer } = slowAction();
    let shown = () => {};
    const onDone = () => new Promise<void>((resolve) => (shown = resolve));
    const { press } = user(action);
    await press("ines", onDone);
    await answer(done("ended"));
    await press("ines", onDone);
    expect(action).toHaveBeenCalledTimes(1);
    await act(async () => shown());
    await press("ines", onDone);
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("sends two different things at the same time", async () => {
    const { action } = slowAction();
    const { press } = user(action);
    await press("noor");
    await press("ines");
    await press("noor");
    expect(action).toHaveBeenCalledTimes(2);
  });

  it("sends a form that has to be checked first only once, even if its values have changed since", async () => {
    const { action, answer } = slowAction();
    const { result } = user(action);
    const submit = () => act(async () => void result.current.send(async () => new FormData()));
    await submit();
    await submit();
    expect(action).toHaveBeenCalledTimes(1);
    await answer(done("saved"));
    await act(async () => void result.current.send(async () => null));
    expect(action).toHaveBeenCalledTimes(1);
    expect(result.current.pending).toBe(false);
  });

  it("is not blocked by another form's missing answer", async () => {
    const [never, other] = [slowAction(), slowAction()];
    const [first, second] = [user(never.action), user(other.action)];
    await first.press("ines");
    await second.press("ines");
    await other.answer(done("saved"));
    expect(first.result.current.pending).toBe(true);
    expect(second.result.current.pending).toBe(false);
    await second.press("ines");
    expect(other.action).toHaveBeenCalledTimes(2);
  });

  it("shows a refusal in a toast if the page has no place for it", async () => {
    const { action, answer } = slowAction();
    await user(action).press("ines");
    await answer(refuse("unavailable"));
    expect(screen.getByRole("status")).toHaveTextContent("Nothing was saved");
  });

  it("says that the outcome of a change is unknown after a lost answer, but only that a read was not answered", async () => {
    const { action, answer } = slowAction();
    const onRefused = vi.fn();
    for (const asks of [false, true]) {
      await user(action, { asks, onRefused }).press("ines");
      await answer(new TypeError("Failed to fetch"));
    }
    expect(onRefused.mock.calls.map(([refusal]) => refusal.sentence.key)).toEqual(["form.unknown", "form.unanswered"]);
  });

  it("does not mention saving for a read", async () => {
    const { action, answer } = slowAction();
    const onRefused = vi.fn();
    const { press } = user(action, { asks: true, onRefused });
    for (const refusal of [refuse("unavailable"), unknownOutcome, refuse("failed", undefined, { id: "7" })]) {
      await press("ines");
      await answer(refusal);
    }
    expect(onRefused.mock.calls.map(([refusal]) => refusal.sentence)).toEqual([
      { key: "form.unreadable" },
      { key: "form.unreadable" },
      { key: "form.readFailed", params: { id: "7" } },
    ]);
  });

  it("asks the user to log in again, then sends again", async () => {
    const action = vi.fn<Enable>().mockResolvedValueOnce(refuse("signed_out")).mockResolvedValueOnce(done("saved"));
    const [recover, onDone] = [vi.fn(async () => true), vi.fn()];
    const wrapper = ({ children }: { children: ReactNode }) => (
      <Around>
        <RecoveryContext value={recover}>{children}</RecoveryContext>
      </Around>
    );
    await user(action, {}, wrapper).press("ines", onDone);
    expect(recover).toHaveBeenCalledExactlyOnceWith("signed_out");
    expect(onDone).toHaveBeenCalledExactlyOnceWith("saved");
  });
});
