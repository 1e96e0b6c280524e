import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Dialog } from "@/components/ui/dialog";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

it("A click beside a dialog closes it, but not the second click of the double click that opened it", () => {
  const onClose = vi.fn();
  draw(
    <Dialog title="Add a user" closeLabel="Close" onClose={onClose}>
      <p>Nothing typed.</p>
    </Dialog>,
  );
  const dialog = screen.getByRole("dialog", { name: "Add a user" });
  fireEvent.mouseDown(dialog, { detail: 2 });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.mouseDown(screen.getByText("Nothing typed."), { detail: 1 });
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.mouseDown(dialog, { detail: 1 });
  expect(onClose).toHaveBeenCalledOnce();
});
