import { cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { LateTexts } from "@/app/texts/late-texts";
import { whyLost } from "@/components/form/late";
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

describe("LateTexts", () => {
  it.each([
    ["unanswered", "no JSON"],
    ["unanswered", "a failure"],
    ["updated", "not found"],
    ["updated", "of another version"],
  ] as const)("fails as %s when the texts are %s", async (why, kind) => {
    vi.stubGlobal("fetch", async () => answers[kind]());
    const failed = vi.fn();
    draw(
      <LateTexts of={["palette"]} onFailed={failed}>
        <p>inside</p>
      </LateTexts>,
    );
    await vi.waitFor(() => expect(failed).toHaveBeenCalledOnce());
    expect(await whyLost(failed.mock.calls[0]![0])).toBe(why);
    expect(screen.queryByText("inside")).toBeNull();
  });

  it("renders its children when they arrive", async () => {
    vi.stubGlobal("fetch", async () => answers.there());
    draw(
      <LateTexts of={["palette"]} onFailed={vi.fn()}>
        <p>inside</p>
      </LateTexts>,
    );
    expect(await screen.findByText("inside")).toBeInTheDocument();
  });
});
