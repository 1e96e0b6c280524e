import { cleanup, fireEvent, screen } from "@testing-library/react";
import { createRef } from "react";
import { afterEach, describe, expect, it } from "vitest";
import { MenuPanel } from "@/components/ui/menu";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

const panel = (labels: string[]) =>
  draw(
    <MenuPanel
      id="menu"
      label="Actions"
      items={labels.map((label) => ({ label }))}
      button={createRef()}
      onToggle={() => {}}
    />,
  );

describe("A menu panel", () => {
  it("moves to the item that begins with a letter, by key position on non-Latin keyboards, and ignores IME composition", () => {
    panel(["Edit", "Sessions", "Disable"]);
    const [edit, sessions, disable] = ["Edit", "Sessions", "Disable"].map((name) =>
      screen.getByRole("menuitem", { name, hidden: true }),
    );
    edit!.focus();
    fireEvent.keyDown(edit!, { key: "d" });
    expect(disable).toHaveFocus();
    fireEvent.keyDown(disable!, { key: "ы", code: "KeyS" });
    expect(sessions).toHaveFocus();
    fireEvent.keyDown(sessions!, { key: "d", isComposing: true });
    fireEvent.keyDown(sessions!, { key: "d", ctrlKey: true });
    fireEvent.keyDown(sessions!, { key: "ArrowDown", metaKey: true });
    expect(sessions).toHaveFocus();
  });

  it("cannot open while it is empty, because a shared button may be pressed before the script knows its row", () => {
    const { container } = panel([]);
    expect(container.querySelector("#menu")).not.toHaveAttribute("popover");
    cleanup();
    expect(panel(["Edit"]).container.querySelector("#menu")).toHaveAttribute("popover", "auto");
  });
});
