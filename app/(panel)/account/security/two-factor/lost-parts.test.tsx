import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { addKeyAction, requireTwoFactorAction, viewRequirementAction } from "@/app/(panel)/account/security/actions";
import { AddKey, type NewKeyOptions } from "@/app/(panel)/account/security/two-factor/add-key";
import { Requirement } from "@/app/(panel)/account/security/two-factor/requirement";
import { KeyForm, type KeyOptions } from "@/components/form/key-form";
import { done } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("next/navigation", async (original) => ({
  ...(await original<object>()),
  useRouter: () => ({ refresh: vi.fn() }),
}));
vi.mock("@/app/(panel)/account/security/actions", () => ({
  addKeyAction: vi.fn(),
  releaseTwoFactorAction: vi.fn(),
  requireTwoFactorAction: vi.fn(),
  viewRequirementAction: vi.fn(),
}));
const keys = vi.hoisted(() => ({
  lost: false,
  browserSupportsWebAuthn: vi.fn(() => true),
  startAuthentication: vi.fn(),
  startRegistration: vi.fn(),
}));
vi.mock("@/components/form/lazy", async (original) => {
  const { useLazy, ...rest } = await original<typeof import("@/components/form/lazy")>();
  return { ...rest, useLazy: <T,>(load: () => Promise<T>) => useLazy(keys.lost ? lose : load) };
});
vi.mock("@simplewebauthn/browser", () => keys);

const lose = () => Promise.reject<never>(new TypeError("Failed to fetch"));

beforeEach(() => void (keys.lost = false));
afterEach(cleanup);

const hidden = { hidden: true };
const press = (name: string) => act(async () => fireEvent.click(screen.getByRole("button", { name, ...hidden })));
const preview = { preview: { on: 1, off: 2, holderOff: false, logins: ["jane"], atOnce: 0, more: false } };

describe("Require two-factor", () => {
  const read = vi.mocked(viewRequirementAction);
  const drawn = async () => {
    draw(
      <Requirement
        now={{ whom: "", since: "" }}
        begins={{ for: "writers", days: "7" }}
        own
        ready
        listHref="/account/users"
      />,
    );
    await press("Require two-factor");
  };

  it("submits nothing while its preview is loading or has failed, and says so", async () => {
    let fail = (_error: Error) => {};
    read.mockReturnValueOnce(new Promise((_, no) => (fail = no))).mockResolvedValueOnce(done(preview) as never);
    vi.mocked(requireTwoFactorAction).mockResolvedValue(done(null) as never);
    await drawn();
    const submit = () => screen.getByRole("button", { name: "Require it", ...hidden });
    expect(submit()).toHaveAttribute("aria-busy", "true");
    await press("Require it");
    await act(async () => fail(new TypeError("Failed to fetch")));
    expect(screen.getByRole("alert", hidden)).toHaveTextContent("The server did not answer.");
    expect(submit()).toHaveAccessibleDescription("The affected users cannot be shown right now.");
    await press("Require it");
    await act(async () => fireEvent.submit(document.querySelector("form:has([name=days])")!));
    expect(requireTwoFactorAction).not.toHaveBeenCalled();
    await press("Try again");
    expect(screen.getByText("1 person has it")).toBeInTheDocument();
    await press("Require it");
    await vi.waitFor(() => expect(requireTwoFactorAction).toHaveBeenCalledOnce());
  });
});

describe("Add a security key or passkey", () => {
  const part = <AddKey options={{} as NewKeyOptions} first={false} onClose={vi.fn()} />;

  it("says that the WebAuthn library is missing, not that the prompt was closed, and submits nothing", async () => {
    keys.lost = true;
    draw(part);
    expect(await screen.findByRole("alert", hidden)).toHaveTextContent("The server did not answer.");
    expect(screen.getByRole("button", { name: "Continue", ...hidden })).toHaveAccessibleDescription(
      "Security keys and passkeys cannot be used right now. Try again.",
    );
    await press("Continue");
    await act(async () => fireEvent.submit(document.querySelector("form")!));
    expect(screen.queryByText(/Nothing was added/)).toBeNull();
    expect(addKeyAction).not.toHaveBeenCalled();
  });

  it("says in the language of the page that the prompt was closed, also after the user switches it", async () => {
    keys.startRegistration.mockRejectedValue(new DOMException("closed", "NotAllowedError"));
    const { speak } = draw(part);
    fireEvent.input(screen.getByRole("textbox", hidden), { target: { value: "Blue key" } });
    await press("Continue");
    expect(await screen.findByText(/Nothing was added/)).toBeInTheDocument();
    speak("fr");
    expect(screen.getByText(/Rien n’a été ajouté/)).toBeInTheDocument();
  });
});

describe("A form that a security key answers", () => {
  const schema = async () => (await import("@/lib/domain/two-factor/schema")).keyPrompt;
  const [action, options] = [vi.fn(), {} as KeyOptions];
  const part = (
    <KeyForm id="key" {...{ schema, action, options }} submitLabel="Verify" failed="The prompt was closed." />
  );

  it("says that the WebAuthn library is missing, not that the prompt was closed, and submits nothing", async () => {
    keys.lost = true;
    draw(part);
    expect(await screen.findByRole("alert")).toHaveTextContent("The server did not answer.");
    await press("Verify");
    await act(async () => fireEvent.submit(document.querySelector("form")!));
    expect(screen.queryByText("The prompt was closed.")).toBeNull();
    expect(action).not.toHaveBeenCalled();
  });

  it("says in the language of the page that the browser does not support keys, also after the user switches it", async () => {
    keys.browserSupportsWebAuthn.mockReturnValueOnce(false);
    const { speak } = draw(part);
    await press("Verify");
    expect(await screen.findByText(/This browser does not support security keys/)).toBeInTheDocument();
    speak("fr");
    expect(screen.getByText(/^Ce navigateur/)).toBeInTheDocument();
  });
});
