import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ToastPlace, useToast, type Toast } from "@/components/ui/toast";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

function ShowToast(toast: Toast) {
  const show = useToast();
  return <button onClick={() => show(toast)}>Tell</button>;
}

const undone = (keys: boolean) => ({ label: "Undo", keys, run: vi.fn(() => new Promise<void>(() => {})) });
const showToast = () => act(async () => fireEvent.click(screen.getByRole("button", { name: "Tell" })));
const press = (key: Partial<KeyboardEventInit> & { keyCode?: number }) =>
  act(async () => fireEvent.keyDown(window, { ctrlKey: true, code: "KeyZ", ...key }));

describe("A toast", () => {
  it("undoes once, however long the keys are held", async () => {
    const undo = undone(true);
    draw(<ShowToast title="Enabled" undo={undo} />);
    await showToast();
    await press({ key: "z", repeat: true });
    expect(undo.run).not.toHaveBeenCalled();
    await press({ key: "z" });
    await press({ key: "z", repeat: true });
    await press({ key: "z" });
    expect(undo.run).toHaveBeenCalledTimes(1);
  });

  it("undoes by the key in the position of Z on a non-Latin keyboard, and ignores IME composition", async () => {
    const undo = undone(true);
    draw(<ShowToast title="Enabled" undo={undo} />);
    await showToast();
    await press({ key: "я", isComposing: true });
    await press({ key: "Process", keyCode: 229 });
    // A French keyboard has W in the position of Z. The letter counts.
    await press({ key: "w" });
    expect(undo.run).not.toHaveBeenCalled();
    await press({ key: "я" });
    expect(undo.run).toHaveBeenCalledTimes(1);
  });

  it("has no shortcut for undoing an undo, or held keys would switch back and forth", async () => {
    const undo = undone(false);
    draw(<ShowToast title="Disabled" undo={undo} />);
    await showToast();
    await press({ key: "z" });
    expect(undo.run).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Undo" })).not.toHaveAttribute("aria-keyshortcuts");
  });

  const page = (...dialogs: string[]) => (
    <>
      <ShowToast title="Refused" />
      {dialogs.map((name) => (
        <section key={name} aria-label={name}>
          <ToastPlace />
        </section>
      ))}
    </>
  );
  const placeOf = () => screen.getByText("Refused").closest("section")?.getAttribute("aria-label") ?? "page";

  it("appears in the topmost dialog, and moves to what is below when that closes", async () => {
    const { redraw } = draw(page("Edit", "Confirm"));
    await showToast();
    expect(placeOf()).toBe("Confirm");
    redraw(page("Edit"));
    expect(placeOf()).toBe("Edit");
    redraw(page());
    expect(placeOf()).toBe("page");
    expect(screen.getByRole("status")).toHaveTextContent("Refused");
  });

  it("stays in the page when a dialog opens later, so it covers nothing there", async () => {
    const { redraw } = draw(page());
    await showToast();
    redraw(page("Add a user"));
    expect(placeOf()).toBe("page");
  });
});
