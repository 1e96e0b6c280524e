import { act, cleanup } from "@testing-library/react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { IntlProvider } from "use-intl";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { At, Clock, Ends } from "@/components/ui/clock";
import en from "@/lib/i18n/messages/en.mjs";
import { draw } from "@/lib/testing/draw";

const start = Date.parse("2026-11-24T22:57:20Z");
const ago = (minutes: number) => new Date(start - minutes * 60_000);

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const page = (now = start) => (
  <Clock now={now} zone="Europe/Brussels">
    <p>
      <At moment={ago(2)} />
    </p>
    <p>
      <At moment={ago(90)} as="moment" />
    </p>
    <p>
      <At moment={ago(90)} as="day" />
    </p>
    <p>
      <At moment={new Date("2026-11-25T07:15:00Z")} as="until" />
    </p>
    <p>
      <Ends on="2026-11-25" />
    </p>
  </Clock>
);
const texts = (around: Element) => [...around.querySelectorAll("p")].map((part) => part.textContent);
const pass = (ms: number) => act(async () => void (await vi.advanceTimersByTimeAsync(ms)));

// In Brussels it is 23:57 on the 24th, three minutes before the 25th.
describe.each([
  [
    "en",
    ["2 min ago", "Today, 22:27", "Today, 24 November 2026", "until 25 Nov 2026, 08:15", "Ends tomorrow"],
    ["5 min ago", "24 Nov 2026, 22:27", "Yesterday, 24 November 2026", "until 08:15", "Ends today"],
  ],
  [
    "fr",
    [
      "Il y a 2\u00a0min",
      "Aujourd’hui, 22:27",
      "Aujourd’hui, 24 novembre 2026",
      "prévu\u202f: 25 nov. 2026, 08:15",
      "Expire demain",
    ],
    ["Il y a 5\u00a0min", "24 nov. 2026, 22:27", "Hier, 24 novembre 2026", "prévu\u202f: 08:15", "Expire aujourd’hui"],
  ],
] as const)("In %s", (language, before, after) => {
  it("relative times on an open page follow the clock, past midnight in the user's time zone", async () => {
    const { container } = draw(page(), language);
    expect(texts(container)).toEqual(before);
    // The day changes between two ticks of the page.
    await pass(161_000);
    expect(texts(container).slice(1)).toEqual(after.slice(1));
    await pass(19_000);
    expect(texts(container)).toEqual(after);
    expect(vi.getTimerCount()).toBe(1);
  });
});

it("A hidden page stops its timer, and updates as soon as it is visible", async () => {
  const hidden = vi.spyOn(document, "hidden", "get").mockReturnValue(true);
  const { container, unmount } = draw(page());
  document.dispatchEvent(new Event("visibilitychange"));
  expect(vi.getTimerCount()).toBe(0);
  await pass(20 * 60_000);
  expect(texts(container)[0]).toBe("2 min ago");
  hidden.mockReturnValue(false);
  act(() => void document.dispatchEvent(new Event("visibilitychange")));
  expect(texts(container)[0]).toBe("22 min ago");
  unmount();
  expect(vi.getTimerCount()).toBe(0);
});

it("The clock uses the server's time, even when the browser's is hours off", async () => {
  vi.setSystemTime(start + 5 * 3_600_000);
  const { container } = draw(page());
  expect(texts(container)[0]).toBe("2 min ago");
  await pass(3 * 60_000);
  expect(texts(container)[0]).toBe("5 min ago");
});

it("A page redrawn by the server uses the newer time at once", () => {
  const { container, redraw } = draw(page());
  redraw(page(start + 10 * 60_000));
  expect(texts(container)[0]).toBe("12 min ago");
});

it("The browser hydrates the server's output unchanged, even seconds later", async () => {
  const drawn = (
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      {page()}
    </IntlProvider>
  );
  const root = document.createElement("div");
  root.innerHTML = renderToString(drawn);
  vi.setSystemTime(start + 90_000);
  const complaints = vi.spyOn(console, "error");
  const mismatched = vi.fn();
  await act(async () => void hydrateRoot(root, drawn, { onRecoverableError: mismatched }));
  expect(texts(root)[0]).toBe("2 min ago");
  expect([mismatched.mock.calls, complaints.mock.calls]).toEqual([[], []]);
});
