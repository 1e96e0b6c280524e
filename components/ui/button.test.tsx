import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { Button } from "@/components/ui/button";

afterEach(cleanup);

it("A double click sends a form once, because another row may be under the pointer by then", () => {
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
  // The keyboard and assistive technology send presses with a click count of 0.
  fireEvent.click(button, { detail: 0 });
  expect(sent).toHaveBeenCalledTimes(2);
});
