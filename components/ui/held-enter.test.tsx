import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ignoreHeldEnter } from "@/components/ui/held-enter";

afterEach(cleanup);

it("Holding Enter presses once, but keeps breaking lines in a text area", () => {
  ignoreHeldEnter();
  const pressed = vi.fn();
  render(
    <>
      <button onKeyDown={pressed}>Disable</button>
      <textarea aria-label="Note" />
    </>,
  );
  const button = screen.getByRole("button");
  expect(fireEvent.keyDown(button, { key: "Enter" })).toBe(true);
  // False means that the browser's own action, the click, was prevented.
  expect(fireEvent.keyDown(button, { key: "Enter", repeat: true })).toBe(false);
  expect(pressed).toHaveBeenCalledTimes(1);
  expect(fireEvent.keyDown(screen.getByRole("textbox"), { key: "Enter", repeat: true })).toBe(true);
});
