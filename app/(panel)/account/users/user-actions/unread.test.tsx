import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { disableUserAction, viewUserSessionsAction } from "@/app/(panel)/account/users/actions";
import { DisableUser } from "@/app/(panel)/account/users/user-actions/disable-user";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { UserSessions } from "@/app/(panel)/account/users/user-actions/user-sessions";
import { done } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("@/app/(panel)/account/users/actions", () => ({
  disableUserAction: vi.fn(),
  endUserSessionsAction: vi.fn(),
  viewUserSessionsAction: vi.fn(),
}));
afterEach(cleanup);

const [read, disable] = [vi.mocked(viewUserSessionsAction), vi.mocked(disableUserAction)];
const jane = { id: "1", login: "jane" } as TargetUser;
const account = { digitalId: "1234-567-89", handle: "xx11111-stw", brand: "Steward", origin: "", mail: false };
const lost = new TypeError("Failed to fetch");
const none = done({ sessions: [], more: 0 });

describe("While the sessions of a user cannot be loaded", () => {
  it("*Disable* claims nothing about them, and still disables", async () => {
    read.mockRejectedValueOnce(lost);
    disable.mockResolvedValueOnce(done({ ended: 2 }) as never);
    const show = vi.fn();
    draw(<DisableUser user={jane} onClose={vi.fn()} onDone={show} />);
    expect(await screen.findByRole("alert", { hidden: true })).toHaveTextContent("The server did not answer.");
    expect(screen.getByText("jane loses access at their next click.")).toBeInTheDocument();
    expect(screen.queryByText(/No session is open|What ends now/)).toBeNull();
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Disable", hidden: true })));
    await vi.waitFor(() => expect(show).toHaveBeenCalledExactlyOnceWith({ ended: 2 }));
  });

  it("*Sessions* says so, and shows them after a retry", async () => {
    read.mockRejectedValueOnce(lost).mockResolvedValueOnce(none as never);
    draw(<UserSessions user={jane} account={account} onClose={vi.fn()} />);
    expect(await screen.findByRole("alert", { hidden: true })).toHaveTextContent("The server did not answer.");
    expect(screen.queryByText(/is not logged in/)).toBeNull();
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again", hidden: true })));
    expect(await screen.findByText("jane is not logged in.")).toBeInTheDocument();
  });
});

it("While a user's sessions are loading, the dialogs say nothing about them", () => {
  read.mockReturnValue(new Promise(() => {}));
  draw(<DisableUser user={jane} onClose={vi.fn()} onDone={vi.fn()} />);
  draw(<UserSessions user={jane} account={account} onClose={vi.fn()} />);
  expect(screen.queryByText(/No session is open|is not logged in/)).toBeNull();
});
