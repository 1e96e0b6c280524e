import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { Finder } from "@/app/(panel)/palette/finder";
import { Mending } from "@/components/form/send";
import { paths } from "@/lib/isomorphic/paths";
import { done, refuse } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("next/navigation", async (original) => ({ ...(await original<object>()), useRouter: () => ({ push: vi.fn() }) }));

const user = (login: string) =>
  ({ id: login, login, email: `${login}@example.com`, description: "", status: "enabled", privilege: "user" }) as UserRow;
const everybody = ["activist", "ines", "marek"].map(user);
const [go, edit, mend] = [vi.fn(), vi.fn(), vi.fn(async () => true)];

const lost = new TypeError("Failed to fetch");

/** Answers that are still owed: `answered` gives them, refuses them, or loses them. */
let owed: ((value: unknown) => void)[] = [];
const answered = (refused?: ReturnType<typeof refuse> | typeof lost) => act(async () => owed.splice(0).forEach((answer) => answer(refused)));

beforeEach(() => {
  vi.useFakeTimers();
  owed = [];
  for (const called of [go, edit, mend]) called.mockClear();
  vi.stubGlobal("fetch", async (address: string, { body }: { body: FormData }) => {
    const refused = await new Promise((answer) => owed.push(answer));
    if (refused === lost) throw lost;
    const users = everybody.filter(({ login }) => login.includes(String(body.get("q"))));
    return Response.json(refused ?? done(address === paths.findUsers ? users : []));
  });
  draw(
    <Mending value={mend}>
      <Finder
        start=""
        commands={{ places: [{ id: "go-activity", label: "Activity", icon: null, run: go }], deeds: [] }}
        actsFor={({ login }) => [{ label: `Edit ${login}`, onSelect: edit }]}
        onLeave={(act) => act()}
        onClose={() => {}}
      />
    </Mending>,
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

/** Types over what stood there, and pauses. */
async function type(value: string) {
  fireEvent.change(field(), { target: { value } });
  await act(async () => vi.advanceTimersByTime(200));
}

describe("The palette", () => {
  it("takes no hit of other words: those that these words do not find are gone at once", async () => {
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

  it("keeps what these words find too, until the answer is there", async () => {
    await type("ine");
    await answered();
    await type("ines");
    expect(selected()).toContain("ines");
    expect(owed).not.toHaveLength(0);
  });

  it("keeps the selection where it was seen when hits arrive above it", async () => {
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

  it("does not take an Enter that is the composition's, or has a modifier", async () => {
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

  it("opens no dialog under the typing where the session ended: a line has the button, and the search goes on", async () => {
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

  it("says what does not work where no answer comes, and tries again", async () => {
    await type("ines");
    await answered(lost);
    expect(screen.getByRole("alert")).toHaveTextContent("Users and services cannot be searched right now.");
    await act(async () => fireEvent.click(screen.getByRole("button", { name: "Try again" })));
    await answered();
    expect(selected()).toContain("ines");
  });
});
