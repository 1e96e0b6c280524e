import { act, cleanup, createEvent, fireEvent, screen } from "@testing-library/react";
import { useEffect, useLayoutEffect, useState } from "react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Keys } from "@/app/(panel)/palette/keys";
import type { PaletteProps } from "@/app/(panel)/palette/palette-props";
import { draw } from "@/lib/testing/draw";

const late = vi.hoisted(() => ({ deliver: () => {} }));

vi.mock("@/app/(panel)/palette/palette", () => ({
  /** Is there when the test delivers it. */
  Palette({ opened, start, onReady }: PaletteProps) {
    const [delivered, setDelivered] = useState(false);
    useEffect(() => void (late.deliver = () => setDelivered(true)), []);
    useLayoutEffect(() => onReady(delivered), [delivered, onReady]);
    return delivered && opened && <p>{`${opened}: ${start}`}</p>;
  },
}));

beforeEach(() => void draw(<Keys withheld={[]} account={{} as never} zone="UTC" />));
afterEach(cleanup);

/** Presses a key, and returns whether the browser's own action was prevented. */
async function press(
  key: string,
  { third = false, ...more }: Partial<KeyboardEventInit> & { keyCode?: number; third?: boolean } = {},
) {
  const event = createEvent.keyDown(document.body, { key, ...more }) as KeyboardEvent;
  event.getModifierState = (name: string) => name === "AltGraph" && third;
  await act(async () => void document.body.dispatchEvent(event));
  return event.defaultPrevented;
}

/** Waits until the palette has arrived. */
const arrives = () =>
  vi.waitFor(async () => {
    await act(async () => late.deliver());
    expect(document.querySelector("dialog")).toBeNull();
  });

const field = () => screen.getByRole("textbox", { name: "Find or do" });

describe("The keys of the panel", () => {
  it("open the palette by the key in the position of K on a non-Latin keyboard, and ignore IME composition", async () => {
    expect(await press("л", { code: "KeyK", ctrlKey: true, isComposing: true })).toBe(false);
    expect(await press("Process", { code: "KeyK", ctrlKey: true, keyCode: 229 })).toBe(false);
    expect(await press("л", { code: "KeyK" })).toBe(false);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await press("л", { code: "KeyK", ctrlKey: true })).toBe(true);
    expect(screen.getByRole("dialog", { name: "Find or do" })).toBeInTheDocument();
  });

  it("prevent the browser's action for the whole time that a key is held, and for no other key", async () => {
    expect(await press("k", { ctrlKey: true, repeat: true })).toBe(false);
    expect(await press("k", { ctrlKey: true })).toBe(true);
    expect(await press("k", { ctrlKey: true, repeat: true })).toBe(true);
    expect(await press("l", { ctrlKey: true })).toBe(false);
    expect(await press("l", { ctrlKey: true, repeat: true })).toBe(false);
  });

  it("pass on what the user types before the palette is loaded", async () => {
    await press("k", { ctrlKey: true });
    fireEvent.change(field(), { target: { value: "ines" } });
    await arrives();
    expect(screen.getByText("palette: ines")).toBeInTheDocument();
  });

  it("wait until a word is composed, and pass on all of it", async () => {
    await press("k", { ctrlKey: true });
    fireEvent.compositionStart(field());
    fireEvent.change(field(), { target: { value: "いね" } });
    await act(async () => late.deliver());
    expect(field()).toHaveValue("いね");
    fireEvent.change(field(), { target: { value: "稲" } });
    fireEvent.compositionEnd(field());
    await arrives();
    expect(screen.getByText("palette: 稲")).toBeInTheDocument();
  });

  it("are cancelled by Escape: the palette does not open when it arrives later", async () => {
    await press("k", { ctrlKey: true });
    fireEvent.change(field(), { target: { value: "ines" } });
    fireEvent(screen.getByRole("dialog"), new Event("cancel", { cancelable: true }));
    await arrives();
    expect(screen.queryByText(/palette:/)).toBeNull();
    await press("k", { ctrlKey: true });
    expect(screen.getByText("palette:")).toBeInTheDocument();
  });

  it("list themselves by ?, wherever that sign is on the keyboard, and ignore IME composition", async () => {
    expect(await press("?", { isComposing: true })).toBe(false);
    expect(await press("?", { altKey: true })).toBe(false);
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(await press("?", { ctrlKey: true, altKey: true, third: true })).toBe(true);
    expect(screen.getByRole("dialog", { name: "Keyboard shortcuts" })).toBeInTheDocument();
  });
});
