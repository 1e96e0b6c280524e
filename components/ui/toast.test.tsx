import { act, cleanup, fireEvent, screen, within } from "@testing-library/react";
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

  it("stands in the dialog that is on top, and in the page when that is closed", async () => {
    const page = (dialog: boolean) => (
      <>
        <Tells title="Refused" />
        {dialog && (
          <section aria-label="Dialog">
            <ToastPlace />
          </section>
        )}
      </>
    );
    const { redraw } = draw(page(true));
    await tell();
    expect(within(screen.getByRole("region", { name: "Dialog" })).getByText("Refused")).toBeInTheDocument();
    redraw(page(false));
    expect(screen.getByRole("status")).toHaveTextContent("Refused");
  });
});
