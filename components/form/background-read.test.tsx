import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { BackgroundReadFailed, useBackgroundRead } from "@/components/form/background-read";
import { lost } from "@/components/form/refusals";
import { RecoveryContext } from "@/components/form/send";
import type { Action } from "@/lib/isomorphic/action";
import { done, refuse, refusePendingStep, type Refusal, type Result } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

afterEach(cleanup);

type Found = { users: string };
type Search = Action<Found, { of: string }>;

function Looks({ action, of = "ines" }: { action: Search; of?: string }) {
  const { found, refused, again } = useBackgroundRead(action, { of });
  if (refused) return <BackgroundReadFailed refused={refused} again={again} />;
  return <p>{found ? found.users : "looking"}</p>;
}

describe("useBackgroundRead", () => {
  it("opens no login dialog when the session has ended: a line has a button that logs in and reads again", async () => {
    const action = vi
      .fn<Search>()
      .mockResolvedValueOnce(refuse("signed_out"))
      .mockResolvedValueOnce(done({ users: "ines" }));
    const recover = vi.fn(async () => true);
    draw(
      <RecoveryContext value={recover}>
        <Looks action={action} />
      </RecoveryContext>,
    );
    expect(await screen.findByRole("alert")).toHaveTextContent("You are logged out.");
    expect(recover).not.toHaveBeenCalled();
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Log in again" })));
    expect(recover).toHaveBeenCalledExactlyOnceWith("signed_out");
    expect(await screen.findByText("ines")).toBeInTheDocument();
  });

  it("says that the server did not answer, and never that nothing was saved", async () => {
    const action = vi
      .fn<Search>()
      .mockRejectedValueOnce(new TypeError("Failed to fetch"))
      .mockResolvedValueOnce(done({ users: "ines" }));
    draw(<Looks action={action} />);
    expect(await screen.findByRole("alert")).toHaveTextContent(
      "The server did not answer. Check your connection and try again.",
    );
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    expect(await screen.findByText("ines")).toBeInTheDocument();
  });

  it("offers to reload the page while another user is logged in, and can read again when they are gone", async () => {
    const other: Refusal = { ...refuse("conflict", "outcomes.somebody_else", { id: "1234-567-89" }), remedy: "reload" };
    const action = vi
      .fn<Search>()
      .mockResolvedValueOnce(other)
      .mockResolvedValueOnce(done({ users: "ines" }));
    draw(<Looks action={action} />);
    expect(await screen.findByRole("alert")).toHaveTextContent("In this browser you are now logged in as 1234-567-89.");
    expect(screen.getByText("Load the page again")).toHaveAttribute("href", "");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    expect(await screen.findByText("ines")).toBeInTheDocument();
  });

  it("has only that link when the program was updated", () => {
    draw(<BackgroundReadFailed refused={lost("updated")} again={vi.fn()} />);
    expect(screen.getByText("Load the page again")).toHaveAttribute("href", "");
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("has only a link to the step of the login that is pending: trying again would not help", () => {
    draw(<BackgroundReadFailed refused={refusePendingStep("enrolment")} again={vi.fn()} />);
    expect(screen.getByText("Continue")).toHaveAttribute("href", "/login/enrol");
    expect(screen.queryByRole("button")).toBeNull();
  });

  it("ignores an answer for earlier fields", async () => {
    const answers: Record<string, (result: Result<Found>) => void> = {};
    const action: Search = (_previous, form) => new Promise((answer) => (answers[String(form.get("of"))] = answer));
    const { redraw } = draw(<Looks action={action} of="ines" />);
    redraw(<Looks action={action} of="marek" />);
    await act(async () => answers.ines!(done({ users: "ines" })));
    expect(screen.getByText("looking")).toBeInTheDocument();
    await act(async () => answers.marek!(done({ users: "marek" })));
    expect(screen.getByText("marek")).toBeInTheDocument();
  });
});
