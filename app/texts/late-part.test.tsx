import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { useTranslations } from "next-intl";
import { useState, type ComponentType } from "react";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { useLatePart } from "@/app/texts/late-part";
import { LateFile, LateTexts } from "@/app/texts/texts-from";
import { draw } from "@/lib/testing/draw";

const load = vi.fn<() => Promise<ComponentType>>();
const Title = () => <p>{useTranslations("palette")("title")}</p>;

function Opener() {
  const [isOpen, setOpen] = useState(false);
  const { Part, whenReady, prepare } = useLatePart(load);
  return (
    <>
      <button onPointerEnter={prepare} onClick={() => void whenReady(() => setOpen(true))}>
        Open
      </button>
      {isOpen && Part && (
        <LateTexts>
          <Part />
        </LateTexts>
      )}
    </>
  );
}

const drawn = (file: string) =>
  draw(
    <LateFile value={file}>
      <Opener />
    </LateFile>,
  );
const button = () => screen.getByRole("button", { name: "Open" });
const press = () => act(async () => void fireEvent.click(button()));
const texts = () => Response.json({ palette: { title: "Find late" } });

beforeEach(() => void load.mockReset().mockResolvedValue(Title));
afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

it("A part that loads late opens with its texts, and shows nothing before both are there", async () => {
  let arrive = (_answer: Response) => {};
  const fetched = vi.fn(() => new Promise<Response>((resolve) => (arrive = resolve)));
  vi.stubGlobal("fetch", fetched);
  drawn("/texts/late.json");
  await act(async () => void fireEvent.pointerEnter(button()));
  await press();
  expect(document.querySelector("p")).toBeNull();
  await act(async () => arrive(texts()));
  expect(screen.getByText("Find late")).toBeInTheDocument();
  expect(fetched).toHaveBeenCalledExactlyOnceWith("/texts/late.json", expect.anything());
});

it.each<[string, () => Response | Promise<never>]>([
  ["The panel was updated while this page was open.", () => new Response(null, { status: 404 })],
  ["The server did not answer.", () => Promise.reject(new TypeError("network"))],
])("If its texts do not come, a toast says “%s”, and the next press asks again", async (why, answer) => {
  const fetched = vi.fn(async () => answer());
  vi.stubGlobal("fetch", fetched);
  drawn(`/texts/${why}`);
  await act(async () => void fireEvent.pointerEnter(button()));
  expect(screen.queryByText(why, { exact: false })).toBeNull();
  await press();
  expect(await screen.findByText(why, { exact: false })).toBeInTheDocument();
  expect(fetched).toHaveBeenCalledTimes(2);
  vi.stubGlobal("fetch", async () => texts());
  await press();
  expect(screen.getByText("Find late")).toBeInTheDocument();
});

it("If its code does not come, a toast says why, and the next press asks again", async () => {
  vi.stubGlobal("fetch", async () => texts());
  load.mockReset().mockRejectedValueOnce(new TypeError("Failed to fetch")).mockResolvedValue(Title);
  drawn("/texts/code.json");
  await press();
  expect(await screen.findByText("The server did not answer.", { exact: false })).toBeInTheDocument();
  await press();
  expect(screen.getByText("Find late")).toBeInTheDocument();
});

it("An open part speaks another language once its file is there", async () => {
  vi.stubGlobal("fetch", async (file: string) =>
    Response.json({ palette: { title: file.includes("fr") ? "Trouver" : "Find" } }),
  );
  const { redraw } = drawn("/texts/late-en.json");
  await press();
  expect(screen.getByText("Find")).toBeInTheDocument();
  await act(async () =>
    redraw(
      <LateFile value="/texts/late-fr.json">
        <Opener />
      </LateFile>,
    ),
  );
  expect(await screen.findByText("Trouver")).toBeInTheDocument();
});
