import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Button } from "@/components/ui/button";

afterEach(cleanup);

it("A double click sends a form once: by the second click another row may stand under the pointer", () => {
  const sent = vi.fn((event: { preventDefault: () => void }) => event.preventDefault());
  render(
    <form onSubmit={sent}>
      <Button type="submit">End</Button>
    </form>,
  );
  const button = screen.getByRole("button");
  fireEvent.click(button, { detail: 1 });
  fireEvent.click(button, { detail: 2 });
  expect(sent).toHaveBeenCalledTimes(1);
  // By the keyboard, and by assistive technology, a press counts no clicks.
  fireEvent.click(button, { detail: 0 });
  expect(sent).toHaveBeenCalledTimes(2);
});
