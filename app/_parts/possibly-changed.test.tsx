import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ChangePasswordForm } from "@/app/(panel)/account/security/change-password";
import { NewPasswordForm } from "@/app/(public)/login/new-password/form";
import { draw } from "@/lib/testing/draw";

const lost = vi.hoisted(() => vi.fn(() => Promise.reject(new TypeError("Failed to fetch"))));
vi.mock("@/app/(panel)/account/security/actions", () => ({ changePasswordAction: lost }));
vi.mock("@/app/(public)/login/new-password/actions", () => ({ renewPasswordAction: lost }));
afterEach(cleanup);

const password = "Harbour-Violin-92-Meadow";

it.each([
  ["Change password", <ChangePasswordForm key="own" words={[]} />],
  ["Set password", <NewPasswordForm key="due" words={[]} />],
])("%s with a lost answer says that the new password applies if the user is logged out", async (button, form) => {
  draw(form);
  for (const field of screen.getAllByLabelText(/password$/i, { selector: "input" }))
    fireEvent.input(field, { target: { value: password } });
  const notice = /If you are logged out now, your password was changed. Log in with the new one/;
  expect(screen.queryByText(notice)).toBeNull();
  await act(async () => fireEvent.click(screen.getByRole("button", { name: button })));
  await vi.waitFor(() => expect(screen.getByText(notice)).toBeInTheDocument(), 10_000);
  expect(screen.getByRole("alert")).toHaveTextContent("this may or may not have been saved");
});
