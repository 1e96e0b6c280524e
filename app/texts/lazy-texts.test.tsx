import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LazyTexts } from "@/app/texts/lazy-texts";
import { lossReason } from "@/components/form/lazy";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

const answers = {
  there: () => Response.json({ palette: { title: "Find" } }),
  "no JSON": () => new Response("<p>A proxy's page</p>"),
  "not found": () => new Response("none", { status: 404 }),
  "a failure": () => Response.json({ palette: {} }, { status: 503 }),
  "of another version": () => Response.json({ finder: {} }),
};

describe("LazyTexts", () => {
  it.each([
    ["unanswered", "no JSON"],
    ["unanswered", "a failure"],
    ["updated", "not found"],
    ["updated", "of another version"],
  ] as const)("fails as %s when the texts are %s", async (why, kind) => {
    vi.stubGlobal("fetch", async () => answers[kind]());
    const failed = vi.fn();
    draw(
      <LazyTexts of={["palette"]} onFailed={failed}>
        <p>inside</p>
      </LazyTexts>,
    );
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    expect(await lossReason(failed.mock.calls[0]![0])).toBe(why);
    expect(screen.queryByText("inside")).toBeNull();
  });

  it("renders its children when they arrive", async () => {
    vi.stubGlobal("fetch", async () => answers.there());
    draw(
      <LazyTexts of={["palette"]} onFailed={vi.fn()}>
        <p>inside</p>
      </LazyTexts>,
    );
    expect(await screen.findByText("inside")).toBeInTheDocument();
  });
});
