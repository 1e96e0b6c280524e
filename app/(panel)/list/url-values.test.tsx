import { cleanup, fireEvent, render, screen } from "@testing-library/react";
import { useRef } from "react";
import { renderToString } from "react-dom/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { useUrlValues } from "@/app/(panel)/list/url-values";
import { draw } from "@/lib/testing/draw";

type Values = { q: string; status: string; from: string };

/** A list's form, and a link that changes the sort order. */
function List(values: Values) {
  const form = useRef<HTMLFormElement>(null);
  useUrlValues(form, values);
  return (
    <>
      <form ref={form} onSubmit={(event) => event.preventDefault()}>
        <input type="search" name="q" defaultValue={values.q} />
        <select name="status" aria-label="Status" defaultValue={values.status}>
          <option value="">Any</option>
          <option value="disabled">Disabled</option>
          <option value="removed">Removed</option>
        </select>
        <input type="date" name="from" aria-label="From" defaultValue={values.from} />
      </form>
      <a href="#username" onClick={(event) => event.preventDefault()}>
        Username
      </a>
    </>
  );
}

const plain: Values = { q: "", status: "", from: "" };
let setUrl: (values: Values) => void;

beforeEach(() => {
  const { redraw } = draw(<List {...plain} />);
  setUrl = (values) => redraw(<List {...values} />);
});
afterEach(cleanup);

const search = () => screen.getByRole<HTMLInputElement>("searchbox");
const status = () => screen.getByRole("combobox", { name: "Status" });
const typed = (field: HTMLElement, value: string) => fireEvent.input(field, { target: { value } });

describe("The fields of a list", () => {
  it("keep what the user typed and chose while a filter's answer was loading", () => {
    typed(status(), "disabled");
    fireEvent.submit(search().form!);
    typed(search(), "ines");
    typed(screen.getByLabelText("From"), "2026-11-01");
    setUrl({ ...plain, status: "disabled" });
    expect(search()).toHaveValue("ines");
    expect(screen.getByLabelText("From")).toHaveValue("2026-11-01");
    expect(status()).toHaveValue("disabled");
  });

  it("keep what the user typed after a link or another form asked for a page", () => {
    fireEvent.click(screen.getByRole("link"));
    typed(search(), "ines");
    setUrl({ ...plain, status: "removed" });
    expect(search()).toHaveValue("ines");
    expect(status()).toHaveValue("removed");
  });

  it("follow the URL after Back and Forward, also after typing", () => {
    fireEvent.submit(search().form!);
    setUrl({ ...plain, status: "disabled" });
    typed(search(), "ines");
    fireEvent.popState(window);
    setUrl(plain);
    expect([search().value, (status() as HTMLSelectElement).value]).toEqual(["", ""]);
  });

  it("take over what the server made of the sent values", () => {
    typed(search(), "  ines ");
    fireEvent.submit(search().form!);
    setUrl({ ...plain, q: "ines" });
    expect(search()).toHaveValue("ines");
  });

  it("keep what the user types before the script runs", () => {
    cleanup();
    const container = document.body.appendChild(document.createElement("div"));
    container.innerHTML = renderToString(<List {...plain} />);
    search().focus();
    search().value = "ines";
    render(<List {...plain} />, { container, hydrate: true });
    expect(search()).toHaveValue("ines");
  });
});
