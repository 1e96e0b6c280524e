import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BackgroundReadFailed } from "@/components/form/background-read";
import { useLazy, useLossToast } from "@/components/form/lazy";
import { lossReason, OtherVersion } from "@/components/form/loss";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

/** The error that Turbopack throws when it cannot load a file of the program. */
const lostFile = () =>
  Object.assign(new Error("Failed to load chunk /_next/static/chunks/0a1b.js from module 7"), {
    name: "ChunkLoadError",
  });

/** Stubs a server that answers with this status, or not at all. */
function serve(status: number | null) {
  const asked = vi.fn(async (_url: string, _how: RequestInit) => {
    if (status === null) throw new TypeError("Failed to fetch");
    return new Response(null, { status });
  });
  vi.stubGlobal("fetch", asked);
  return asked;
}

describe("lossReason", () => {
  it.each([
    ["updated", 404],
    ["unanswered", 200],
    ["unanswered", 503],
    ["unanswered", null],
  ] as const)("is %s when the server answers %s for the file", async (why, status) => {
    const asked = serve(status);
    expect(await lossReason(lostFile())).toBe(why);
    expect(asked).toHaveBeenCalledExactlyOnceWith(
      "/_next/static/chunks/0a1b.js",
      expect.objectContaining({ method: "HEAD", cache: "no-store" }),
    );
  });

  it("sends no request when the version is known to differ or the error names no file", async () => {
    const asked = serve(404);
    expect(await lossReason(new OtherVersion())).toBe("updated");
    expect(await lossReason(new TypeError("Failed to fetch"))).toBe("unanswered");
    expect(asked).not.toHaveBeenCalled();
  });
});

describe("useLazy", () => {
  const load = vi.fn<() => Promise<string>>();
  function Late() {
    const { found, refused, again } = useLazy(load);
    return refused ? <BackgroundReadFailed refused={refused} again={again} /> : <p>{found ?? "loading"}</p>;
  }

  it("says that the server did not answer, and loads again", async () => {
    serve(null);
    load.mockRejectedValueOnce(lostFile()).mockResolvedValueOnce("here");
    draw(<Late />);
    expect(await screen.findByRole("alert")).toHaveTextContent("The server did not answer.");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    expect(await screen.findByText("here")).toBeInTheDocument();
  });

  it("says that the panel was updated, with a link to reload the page and no useless button", async () => {
    serve(404);
    load.mockRejectedValueOnce(lostFile());
    draw(<Late />);
    expect(await screen.findByRole("alert")).toHaveTextContent("The panel was updated while this page was open.");
    expect(screen.getByText("Load the page again")).toHaveAttribute("href", "");
    expect(screen.queryByRole("button")).toBeNull();
  });
});

it("A toast says why a part did not open", async () => {
  serve(404);
  function Opener() {
    const toastLost = useLossToast();
    return <button onClick={() => void toastLost(lostFile())}>Open</button>;
  }
  draw(<Opener />);
  fireEvent.click(screen.getByRole("button", { name: "Open" }));
  expect(await screen.findByText(/The panel was updated/)).toBeInTheDocument();
  expect(screen.getByText("Load the page again")).toHaveAttribute("href", "");
});
