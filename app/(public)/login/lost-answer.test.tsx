import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { ConfirmForm } from "@/app/(panel)/account/security/confirm/form";
import { LogInAgainDialog } from "@/app/(panel)/session-recovery/log-in-again-dialog";
import { AskForm } from "@/app/(public)/login/enrol/form";
import { ForgottenForm } from "@/app/(public)/login/forgotten/form";
import { LogInForm } from "@/app/(public)/login/form";
import { VerifyCodeForm } from "@/app/(public)/login/verify/form";
import { SignUpForm } from "@/app/(public)/signup/form";
import { Clock } from "@/components/ui/clock";
import { draw } from "@/lib/testing/draw";

const lost = vi.hoisted(() => () => Promise.reject(new TypeError("Failed to fetch")));
vi.mock("next/navigation", async (original) => ({
  ...(await original<object>()),
  useRouter: () => ({ refresh: vi.fn(), push: vi.fn() }),
}));
vi.mock("@/app/(panel)/account/security/actions", () => ({
  addAppAction: lost,
  addKeyAction: lost,
  releaseTwoFactorAction: lost,
}));
vi.mock("@/app/(panel)/account/security/confirm/actions", () => ({ confirmSessionAction: lost }));
vi.mock("@/app/(public)/login/actions", () => ({ logInAction: lost, logInWithPasskeyAction: lost }));
vi.mock("@/app/(public)/login/enrol/actions", () => ({ sendEnrolmentLinkAction: lost }));
vi.mock("@/app/(public)/login/forgotten/actions", () => ({ requestPasswordResetAction: lost }));
vi.mock("@/app/(public)/login/verify/actions", () => ({ verifyLogInAction: lost }));
vi.mock("@/app/(public)/signup/actions", () => ({ startSignUpAction: lost, signUpAction: lost }));
vi.stubGlobal("fetch", lost);
afterEach(cleanup);

const person = { personId: "1", signInId: "1234-567-89" };
const signUp = { brand: "Steward", languages: [{ code: "en", name: "English" }], asked: false };

/** Values for every field, because the forms use the operations' own schemas. */
const typed: Record<string, string> = { id: "1234-567-89", code: "123456", email: "ada@example.com" };

it.each([
  ["Log in", () => <LogInForm id="" next="" />],
  ["Verify", () => <VerifyCodeForm method="app" next="" />],
  ["Send", () => <ForgottenForm id="" asked={false} />],
  [
    "Send the email",
    () => (
      <Clock now={0} zone="UTC">
        <AskForm email="ada@example.com" asked={false} />
      </Clock>
    ),
  ],
  ["Create account", () => <SignUpForm {...signUp} byMail />],
  ["Confirm", () => <ConfirmForm next="/account" hasFactor={false} />],
  ["Log in", () => <LogInAgainDialog person={person} onAnswer={vi.fn()} />],
])("*%s* saves nothing, so a lost answer only asks to try again", async (label, part) => {
  draw(part());
  for (const field of document.querySelectorAll<HTMLInputElement>("input:not([type=hidden])")) {
    fireEvent.input(field, { target: { value: typed[field.name] ?? "Harbour-Violin-92-Meadow" } });
  }
  await act(async () => fireEvent.click(screen.getByRole("button", { name: label, hidden: true })));
  expect(
    await screen.findByText("The server did not answer. Check your connection and try again."),
  ).toBeInTheDocument();
});
