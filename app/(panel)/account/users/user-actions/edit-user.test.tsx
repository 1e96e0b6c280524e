import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { editUserAction } from "@/app/(panel)/account/users/actions";
import { EditUser } from "@/app/(panel)/account/users/user-actions/edit-user";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { refuse } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("@/app/(panel)/account/users/actions", () => ({ editUserAction: vi.fn() }));
// Fails only the module that the dialog loads late. The schema is mocked and brings its own.
vi.mock("@/lib/domain/users/schema", async () => ({ userEdit: (await import("zod")).z.object({}) }));
vi.mock("@/lib/isomorphic/email.mjs", () => {
  throw new Error("lost");
});
afterEach(cleanup);

it("Both versions are shown even if the email reader cannot be loaded", async () => {
  const user = {
    id: "1",
    login: "jane",
    version: 1,
    email: "jane@example.com",
    privilege: "user",
    description: "",
  } as TargetUser;
  const current = {
    version: 2,
    email: "theirs@example.com",
    privilege: "user",
    description: "",
    editedBy: "Xavier",
    editedAt: new Date(0).toISOString(),
  };
  const values = { email: "mine@example.com", privilege: "user", description: "" };
  vi.mocked(editUserAction).mockResolvedValue({ ...refuse("conflict"), current, values });
  const account = { digitalId: "1234-567-89", handle: "xx11111-stw", brand: "Steward", origin: "", mail: false };
  draw(<EditUser user={user} account={account} zone="UTC" onClose={vi.fn()} />);
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Confirm", hidden: true })));
  expect(await screen.findByText("theirs@example.com")).toBeInTheDocument();
  expect(screen.getByText("mine@example.com")).toBeInTheDocument();
});
