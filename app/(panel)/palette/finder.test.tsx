import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { Finder } from "@/app/(panel)/palette/finder";
import { RecoveryContext } from "@/components/form/send";
import { paths } from "@/lib/isomorphic/paths";
import { done, refuse } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("next/navigation", async (original) => ({
  ...(await original<object>()),
  useRouter: () => ({ push: vi.fn() }),
}));

const user = (login: string) =>
  ({
    id: login,
    login,
    email: `${login}@example.com`,
    description: "",
    status: "enabled",
    privilege: "user",
  }) as UserRow;
const everybody = ["activist", "ines", "marek"].map(user);
const [go, edit, mend] = [vi.fn(), vi.fn(), vi.fn(async () => true)];

const lost = new TypeError("Failed to fetch");

/** Pending answers: `answered` delivers, refuses or loses them. */
let owed: ((value: unknown) => void)[] = [];
const answered = (refused?: ReturnType<typeof refuse> | typeof lost) =>
  act(async () => owed.splice(0).forEach((answer) => answer(refused)));

beforeEach(() => {
  vi.useFakeTimers();
  owed = [];
  for (const called of [go, edit, mend]) called.mockClear();
  vi.stubGlobal("fetch", async (url: string, { body }: { body: FormData }) => {
    const refused = await new Promise((answer) => owed.push(answer));
    if (refused === lost) throw lost;
    const users = everybody.filter(({ login }) => login.includes(String(body.get("q"))));
    return Response.json(refused ?? done(url === paths.findUsers ? users : []));
  });
  draw(
    <RecoveryContext value={mend}>
      <Finder
        start=""
        commands={{ places: [{ id: "go-activity", label: "Activity", icon: null, run: go }], deeds: [] }}
        actsFor={({ login }) => [{ label: `Edit ${login}`, onSelect: edit }]}
        closeThen={(act) => act()}
        onClose={() => {}}
      />
    </RecoveryContext>,
  );
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const field = () => screen.getByRole("combobox");
const options = () => screen.queryAllByRole("option").map(({ textContent }) => textContent);
const selected = () => screen.queryByRole("option", { selected: true })?.textContent;
const press = (key: string, more = {}) => act(async () => fireEvent.keyDown(field(), { key, ...more }));

/** Replaces the typed text, and pauses. */
async function type(value: string) {
  fireEvent.change(field(), { target: { value } });
  await act(async () => vi.advanceTimersByTime(200));
}

describe("The palette", () => {
  it("shows no hits of earlier words: those that the new words do not match disappear at once", async () => {
    await type("ines");
    await answered();
    expect(selected()).toContain("ines");
    await type("marek");
    expect(options()).toEqual([]);
    await press("Enter");
    expect(field()).toHaveValue("marek");
    await answered();
    expect(selected()).toContain("marek");
    await press("Enter");
    expect(selected()).toContain("Edit marek");
  });

  it("keeps hits that the new words match too, until the answer arrives", async () => {
    await type("ine");
    await answered();
    await type("ines");
    expect(selected()).toContain("ines");
    expect(owed).not.toHaveLength(0);
  });

  it("keeps the selection where the user saw it when hits arrive above it", async () => {
    await type("activ");
    expect(selected()).toBe("Activity");
    await answered();
    expect(options()[0]).toContain("activist");
    expect(selected()).toBe("Activity");
    await press("Enter");
    expect(go).toHaveBeenCalledOnce();
    await press("ArrowUp");
    expect(selected()).toContain("activist");
  });

  it("ignores an Enter during IME composition or with a modifier", async () => {
    await type("ines");
    await answered();
    await press("Enter", { isComposing: true });
    await press("Enter", { keyCode: 229 });
    await press("Enter", { ctrlKey: true });
    expect(selected()).not.toContain("Edit");
    await press("Enter");
    expect(selected()).toContain("Edit ines");
    await press("Enter");
    expect(edit).toHaveBeenCalledOnce();
  });

  it("opens no dialog while the user types after the session has ended: a line shows a button, and the search continues after it", async () => {
    await type("ines");
    await answered(refuse("signed_out"));
    expect(screen.getByRole("alert")).toHaveTextContent("You are logged out.");
    await type("marek");
    expect(screen.getByRole("alert")).toBeInTheDocument();
    expect(mend).not.toHaveBeenCalled();
    await answered(refuse("signed_out"));
    const button = screen.getByRole("button", { name: "Log in again" });
    button.focus();
    await act(async () => fireEvent.click(button));
    expect(mend).toHaveBeenCalledExactlyOnceWith("signed_out");
    await answered();
    expect(screen.queryByRole("alert")).toBeNull();
    expect(selected()).toContain("marek");
    expect(field()).toHaveFocus();
  });

  it("says that it cannot search when no answer comes, and tries again", async () => {
    await type("ines");
    await answered(lost);
    expect(screen.getByRole("alert")).toHaveTextContent("Users and services cannot be searched right now.");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    await answered();
    expect(selected()).toContain("ines");
  });
});
