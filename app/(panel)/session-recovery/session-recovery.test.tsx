import { act, cleanup, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ConfirmDialog } from "@/app/(panel)/session-recovery/confirm-dialog";
import { SessionRecovery } from "@/app/(panel)/session-recovery/session-recovery";
import { BackgroundReadFailed } from "@/components/form/background-read";
import { ChoiceForm } from "@/components/form/choice-form";
import { asRead } from "@/components/form/refusals";
import { refuse } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("next/navigation", async (original) => ({
  ...(await original<object>()),
  useRouter: () => ({ refresh: vi.fn() }),
}));

/** Vitest wraps what a module throws, so this throws the browser's error when the module's export is used. */
const lost = () =>
  Object.assign(new Error("Failed to load chunk /_next/static/chunks/0a1b.js from module 7"), {
    name: "ChunkLoadError",
  });
vi.mock("@/app/(panel)/session-recovery/log-in-again-dialog", () => ({
  get LogInAgainDialog() {
    throw lost();
  },
}));

afterEach(cleanup);
afterEach(() => void vi.unstubAllGlobals());

const person = { personId: "1", signInId: "1234-567-89" };
const serve = (answer: () => Response) =>
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => answer()),
  );
const gone = () => new Response(null, { status: 404 });
const away = () => {
  throw new TypeError("Failed to fetch");
};

const press = (name: string) => act(async () => screen.getByRole("button", { name }).click());

describe("When the login dialog cannot be loaded", () => {
  it.each([
    ["the panel was updated", gone, "Nothing was saved: the panel was updated while this page was open."],
    [
      "the server does not answer",
      away,
      "Nothing was saved: the panel could not ask you to log in or confirm it’s you.",
    ],
  ])("the form says that %s, and what to do", async (_, answer, sentence) => {
    serve(answer);
    const action = vi.fn(async () => refuse("signed_out"));
    draw(
      <SessionRecovery person={person}>
        <ChoiceForm action={action}>
          <button>Save</button>
        </ChoiceForm>
      </SessionRecovery>,
    );
    await press("Save");
    expect(await screen.findByText(new RegExp(sentence))).toBeInTheDocument();
    expect(action).toHaveBeenCalledOnce();
  });

  it("a read, which saves nothing, says so too", async () => {
    serve(gone);
    draw(
      <SessionRecovery person={person}>
        <BackgroundReadFailed refused={asRead(refuse("signed_out"))} again={vi.fn()} />
      </SessionRecovery>,
    );
    expect(screen.getByRole("alert")).toHaveTextContent("You are logged out.");
    await press("Log in again");
    expect(await screen.findByText(/^The panel was updated/)).toBeInTheDocument();
  });
});

it("If the verification methods cannot be loaded, the dialog shows no field, only a button that tries again", async () => {
  serve(away);
  draw(<ConfirmDialog person={person} onAnswer={vi.fn()} />);
  expect(await screen.findByRole("alert", { hidden: true })).toHaveTextContent("The server did not answer.");
  expect(document.querySelector("input")).toBeNull();
  expect(screen.getByRole("button", { name: "Try again", hidden: true })).toBeInTheDocument();
});
