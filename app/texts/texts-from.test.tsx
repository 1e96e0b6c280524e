import { act, cleanup, screen } from "@testing-library/react";
import { useTranslations } from "next-intl";
import { Component, Suspense, useDeferredValue, type ReactNode } from "react";
import { afterEach, describe, expect, it, vi } from "vitest";
import ErrorPage from "@/app/error";
import { TextsFrom } from "@/app/texts/texts-from";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

const Title = () => <h1>{useTranslations("palette")("title")}</h1>;

/** Shows the error page around a part, as Next does. */
class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null };
  static getDerivedStateFromError = (error: Error) => ({ error });
  override render = () => (this.state.error ? <ErrorPage error={this.state.error} /> : this.props.children);
}

const part = (file: string) => (
  <Boundary>
    <Suspense fallback="…">
      <TextsFrom file={file}>
        <Title />
      </TextsFrom>
    </Suspense>
  </Boundary>
);

/** An answer that arrives when the test says so. */
function deferred() {
  let resolve: (answer: Response) => void = () => {};
  const promise = new Promise<Response>((arrived) => (resolve = arrived));
  return { promise, resolve: (answer: Response) => resolve(answer) };
}

/**
 * The part as Next's router draws it again: the old one stays until the new one is complete. Not in a transition, because React lets them wait
 * for the unanswered actions of other tests too.
 */
const Redrawn = ({ file }: { file: string }) => part(useDeferredValue(file));

describe("A part whose texts are in a file", () => {
  it.each<[string, string, () => Response | Promise<never>]>([
    ["The server did not answer", "/texts/lost.json", () => Promise.reject(new TypeError("network"))],
    ["The server did not answer", "/texts/proxy.json", () => new Response("<p>A proxy's page</p>")],
    ["The server did not answer", "/texts/failed.json", () => new Response(null, { status: 503 })],
    ["The server did not answer", "/texts/empty.json", () => Response.json({})],
    ["The server did not answer", "/texts/portal.json", () => Response.json({ message: "Accept the terms." })],
    ["The panel was updated", "/texts/old.json", () => new Response(null, { status: 404 })],
  ])("ends in the error page “%s” when %s does not arrive", async (title, file, answer) => {
    vi.stubGlobal("fetch", async () => answer());
    vi.spyOn(console, "error").mockReturnValue();
    await act(async () => draw(part(file)));
    expect(await screen.findByRole("heading", { name: title })).toBeInTheDocument();
  });

  it("shows no key before they arrive, and asks for a file once", async () => {
    const { promise, resolve } = deferred();
    const fetched = vi.fn(() => promise);
    vi.stubGlobal("fetch", fetched);
    const { container } = await act(async () => draw(part("/texts/a.json")));
    expect(container).toHaveTextContent(/^…$/);
    await act(async () => resolve(Response.json({ palette: { title: "Find" } })));
    expect(await screen.findByRole("heading", { name: "Find" })).toBeInTheDocument();
    cleanup();
    await act(async () => draw(part("/texts/a.json")));
    expect(await screen.findByRole("heading", { name: "Find" })).toBeInTheDocument();
    expect(fetched).toHaveBeenCalledOnce();
  });

  it("keeps the old language until the new one is there", async () => {
    const { promise, resolve } = deferred();
    const english = () => Promise.resolve(Response.json({ palette: { title: "Find" } }));
    vi.stubGlobal("fetch", (file: string) => (file.includes("fr") ? promise : english()));
    const { container, redraw } = await act(async () => draw(<Redrawn file="/texts/en.json" />));
    await screen.findByRole("heading", { name: "Find" });
    await act(async () => redraw(<Redrawn file="/texts/fr.json" />));
    expect(container).toHaveTextContent(/^Find$/);
    await act(async () => resolve(Response.json({ palette: { title: "Trouver" } })));
    expect(await screen.findByRole("heading", { name: "Trouver" })).toBeInTheDocument();
  });
});
