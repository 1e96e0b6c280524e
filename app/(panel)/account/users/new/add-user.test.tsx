import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { AddUserDialog } from "@/app/(panel)/account/users/new/add-user-dialog";
import { done } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

const add = vi.hoisted(() => vi.fn<() => unknown>());
vi.mock("@/app/(panel)/account/users/actions", () => ({ addUserAction: add }));
afterEach(cleanup);

const account = {
  digitalId: "1234-567-89",
  handle: "ah48213-stw",
  brand: "Steward",
  origin: "https://steward.example",
  mail: true,
};
const kim = { id: "kim", login: "kim", email: "kim@example.com", invited: false, until: null, repeated: true };

it.each([
  [
    "en",
    { invited: false },
    "Confirm",
    /kim was already added.*Your first attempt was saved\. Nothing was added twice\. This is the ID to log in with/,
  ],
  [
    "en",
    { invited: true },
    "Confirm",
    /kim was already added.*Nothing was added twice\. An email with an activation link goes to .?kim@example\.com/,
  ],
  [
    "fr",
    { invited: false },
    "Confirmer",
    /kim.* a déjà été ajouté.*Votre première demande a été enregistrée\. Rien n’a été ajouté deux fois\. Voici l’identifiant/,
  ],
] as const)(
  "A repeated form says that the user exists, in a toast with the ID to copy (%s, %o)",
  async (language, how, button, notice) => {
    add.mockResolvedValue(done({ ...kim, ...how }));
    const close = vi.fn<() => void>();
    draw(<AddUserDialog {...account} onClose={close} />, language);
    const field = (name: string) => document.querySelector<HTMLInputElement>(`[name="${name}"]`)!;
    fireEvent.input(field("login"), { target: { value: "kim" } });
    fireEvent.input(field("email"), { target: { value: "kim@example.com" } });
    fireEvent.input(field("password"), { target: { value: "Harbour-Violin-92-Meadow" } });
    await act(async () => fireEvent.click(screen.getByText(button).closest("button")!));
    await vi.waitFor(() => expect(close).toHaveBeenCalled(), 10_000);
    expect(document.querySelector(".toast")!.textContent).toMatch(notice);
    expect(document.querySelector(".toast")!.textContent).toContain("1234-567-89/kim");
  },
);
