import { cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Pick } from "@/components/ui/pick";
import { draw } from "@/lib/testing/draw";

const sent = vi.fn();

function drawOn(platform: string) {
  vi.spyOn(navigator, "platform", "get").mockReturnValue(platform);
  sent.mockClear();
  draw(
    <form onSubmit={(event) => (event.preventDefault(), sent(new FormData(event.currentTarget).get("size")))}>
      <Pick
        label="Rows"
        name="size"
        submits
        options={["25", "50", "100"].map((rows) => ({ value: rows, label: rows }))}
      />
    </form>,
  );
}

/** Presses a key and picks another value, either directly or in the open list. */
function choose(value: string, key: string, more = {}) {
  fireEvent.keyDown(screen.getByRole("combobox"), { key, ...more });
  fireEvent.change(screen.getByRole("combobox"), { target: { value } });
}

afterEach(() => {
  cleanup();
  vi.restoreAllMocks();
});

describe("A choice that is submitted at once", () => {
  it("is submitted by the arrow keys on a Mac, which open the list, but by letters only on blur", () => {
    drawOn("MacIntel");
    choose("50", "ArrowDown");
    expect(sent).toHaveBeenLastCalledWith("50");
    choose("25", "ArrowUp");
    expect(sent).toHaveBeenLastCalledWith("25");
    choose("100", "1");
    expect(sent).toHaveBeenCalledTimes(2);
    fireEvent.blur(screen.getByRole("combobox"));
    expect(sent).toHaveBeenLastCalledWith("100");
  });

  it("is submitted on blur when arrow keys only step through the options, but at once when the list was opened", () => {
    drawOn("Linux x86_64");
    choose("50", "ArrowDown");
    expect(sent).not.toHaveBeenCalled();
    fireEvent.blur(screen.getByRole("combobox"));
    expect(sent).toHaveBeenCalledExactlyOnceWith("50");
    choose("100", "ArrowDown", { altKey: true });
    expect(sent).toHaveBeenLastCalledWith("100");
  });
});
