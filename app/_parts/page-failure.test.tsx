import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import SectionFailed from "@/app/(panel)/error";
import ErrorPage from "@/app/error";
import en from "@/lib/i18n/messages/en.mjs";
import fr from "@/lib/i18n/messages/fr.mjs";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

const failed = (digest?: string) => Object.assign(new Error("failed"), { digest });
const lost = () =>
  Object.assign(new Error("Failed to load chunk /_next/static/chunks/0a1b.js from module 7"), {
    name: "ChunkLoadError",
  });

describe.each([
  ["The page", ErrorPage],
  ["The section", SectionFailed],
])("%s that failed to render", (_, Failed) => {
  it("shows its log number, or none if there is none", () => {
    const { redraw, container } = draw(<Failed error={failed("1234")} />);
    expect(container).toHaveTextContent("Try again, or tell support the number 1234.");
    redraw(<Failed error={failed()} />);
    expect(container).toHaveTextContent("Load the page again. If it happens again, tell support what you were doing.");
    expect(container).not.toHaveTextContent("number");
  });

  it.each([
    ["was updated", 404, "The panel was updated"],
    ["did not answer", 503, "The server did not answer"],
  ])("says that the panel %s when one of its files did not load", async (_, status, title) => {
    vi.stubGlobal("fetch", async () => new Response(null, { status }));
    draw(<Failed error={lost()} />);
    expect(await screen.findByRole("heading", { name: title })).toBeInTheDocument();
  });
});

it.each([
  ["en", en, /lost|saved/i],
  ["fr", fr, /perdu|enregistré/i],
] as const)("No error page claims to know what was saved: %s", (_, { pages, server }, claim) => {
  const sentences = [
    pages.failedText,
    pages.failedHere,
    pages.unavailableText,
    pages.updatedText,
    pages.unansweredText,
    server.broken,
    server.away,
    server.failed,
  ];
  expect(sentences.filter((text) => claim.test(text))).toEqual([]);
});
