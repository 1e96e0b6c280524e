import { cleanup, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { copyText } from "@/components/ui/copy-text";
import { draw } from "@/lib/testing/draw";

/** Receives the selected text at the moment of copying, and its place. */
const copied = vi.fn<(text: string, where: string) => void>();

beforeEach(() => {
  vi.stubGlobal("navigator", { ...navigator, clipboard: undefined });
  document.execCommand = () => {
    const area = document.activeElement as HTMLTextAreaElement;
    copied(area.value, area.parentElement!.tagName);
    return true;
  };
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  copied.mockClear();
});

it("copyText works without the clipboard API and keeps the focus in place", async () => {
  draw(<button>Copy ID</button>);
  screen.getByRole("button").focus();
  expect(await copyText("1234-567-89/jane")).toBe(true);
  expect(copied).toHaveBeenCalledExactlyOnceWith("1234-567-89/jane", "BODY");
  expect(screen.getByRole("button")).toHaveFocus();
  expect(document.querySelector("textarea")).toBeNull();
});
