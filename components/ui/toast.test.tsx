import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ToastPlace, useToast, type Toast } from "@/components/ui/toast";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

function Tells(toast: Toast) {
  const show = useToast();
  return <button onClick={() => show(toast)}>Tell</button>;
}

const undone = (keys: boolean) => ({ label: "Undo", keys, run: vi.fn(() => new Promise<void>(() => {})) });
const tell = () => act(async () => fireEvent.click(screen.getByRole("button", { name: "Tell" })));
const press = (key: Partial<KeyboardEventInit> & { keyCode?: number }) => act(async () => fireEvent.keyDown(window, { ctrlKey: true, code: "KeyZ", ...key }));

describe("A toast", () => {
  it("takes back once, however long the keys are held", async () => {
    const undo = undone(true);
    draw(<Tells title="Enabled" undo={undo} />);
    await tell();
    await press({ key: "z", repeat: true });
    expect(undo.run).not.toHaveBeenCalled();
    await press({ key: "z" });
    await press({ key: "z", repeat: true });
    await press({ key: "z" });
    expect(undo.run).toHaveBeenCalledTimes(1);
  });

  it("takes back by the key in the place of Z on a keyboard of another script, and not while text is composed", async () => {
    const undo = undone(true);
    draw(<Tells title="Enabled" undo={undo} />);
    await tell();
    await press({ key: "я", isComposing: true });
    await press({ key: "Process", keyCode: 229 });
    // On a French keyboard W stands in the place of Z: what it says counts.
    await press({ key: "w" });
    expect(undo.run).not.toHaveBeenCalled();
    await press({ key: "я" });
    expect(undo.run).toHaveBeenCalledTimes(1);
  });

  it("offers no keys where it takes back an undo, or who holds them would go to and fro", async () => {
    const undo = undone(false);
    draw(<Tells title="Disabled" undo={undo} />);
    await tell();
    await press({ key: "z" });
    expect(undo.run).not.toHaveBeenCalled();
    expect(screen.getByRole("button", { name: "Undo" })).not.toHaveAttribute("aria-keyshortcuts");
  });

  const page = (...dialogs: string[]) => (
    <>
      <Tells title="Refused" />
      {dialogs.map((name) => (
        <section key={name} aria-label={name}>
          <ToastPlace />
        </section>
      ))}
    </>
  );
  const placeOf = () => screen.getByText("Refused").closest("section")?.getAttribute("aria-label") ?? "page";

  it("stands in the dialog that is on top, and goes to what is below when that closes", async () => {
    const { redraw } = draw(page("Edit", "Confirm"));
    await tell();
    expect(placeOf()).toBe("Confirm");
    redraw(page("Edit"));
    expect(placeOf()).toBe("Edit");
    redraw(page());
    expect(placeOf()).toBe("page");
    expect(screen.getByRole("status")).toHaveTextContent("Refused");
  });

  it("covers nothing of a dialog that is opened later", async () => {
    const { redraw } = draw(page());
    await tell();
    redraw(page("Add a user"));
    expect(placeOf()).toBe("page");
  });
});
