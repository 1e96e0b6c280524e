import { cleanup, screen, within } from "@testing-library/react";
import { afterEach, describe, expect, it } from "vitest";
import { List } from "@/app/(panel)/list/list";
import { ListTable } from "@/app/(panel)/list/table";
import { defaultServicesQuery, type ServicesQuery } from "@/lib/domain/services/schema";
import { draw } from "@/lib/testing/draw";

type Page = { query?: Partial<ServicesQuery>; rows?: string[]; misread?: boolean; looked?: number; next?: string };

/** A list with these rows. Those with the same first letter form a group. */
function drawList({ query = {}, rows = [], misread = false, looked, next = undefined }: Page) {
  const list = { path: "/services", query: { ...defaultServicesQuery, ...query }, fallback: defaultServicesQuery };
  draw(
    <List
      list={list}
      page={{ misread, looked, previous: null, next: next ?? null }}
      title="Services"
      search={{ label: "Search", hint: "Name" }}
      filters={[{ name: "type", label: "Type", options: [{ value: "domain", label: "Domain" }] }]}
      orders={["name", "-name", "-bought"].map((value) => ({ value, label: value }))}
      count={rows.length}
      shown={`${rows.length} rows`}
      nothing={{ title: "No match", text: "Search less" }}
      empty={{ title: "No services yet", text: "Buy one" }}
    >
      <ListTable
        list={list}
        cards=""
        label="Services of 1234-567-89"
        rows={rows}
        keyOf={(row) => row}
        lookOf={(row) => (row === "b1" ? "dimmed" : undefined)}
        headingOf={(row, previous) => row[0] !== previous?.[0] && `Group ${row[0]}`}
        columns={[
          { className: "cell-name", label: "Name", sort: "name", cell: (row) => row },
          { className: "c-bought", label: "Bought", sort: "bought", descendingFirst: true, cell: () => "1 Nov" },
          { className: "c-more", label: "Actions", unlabelled: true, cell: () => "…" },
        ]}
      />
    </List>,
  );
}

afterEach(cleanup);

const hrefOf = (name: string) => screen.queryByRole("link", { name })?.getAttribute("href");
const hidden = (form: HTMLElement) =>
  [...form.querySelectorAll<HTMLInputElement>("input[type=hidden]")].map(({ name, value }) => `${name}=${value}`);

describe("The frame of a list", () => {
  it("shows only what the list is for while it has no row", () => {
    drawList({});
    expect(screen.getByRole("heading", { name: "No services yet" })).toBeTruthy();
    for (const role of ["search", "table", "navigation", "link"]) expect(screen.queryByRole(role)).toBeNull();
  });

  it("offers to clear the search when no row matches, and keeps the page size", () => {
    drawList({ query: { q: "zz", size: 100 } });
    expect(screen.getByRole("heading", { name: "No match" })).toBeTruthy();
    expect(screen.getByText("Search less")).toBeTruthy();
    expect([hrefOf("Clear"), hrefOf("Clear the search and filters")]).toEqual(Array(2).fill("/services?size=100"));
    expect(hidden(screen.getByRole("search"))).toEqual(["size=100"]);
    expect(screen.queryByRole("navigation")).toBeNull();
  });

  it("leads on when a search stopped before it found a row", () => {
    drawList({ query: { q: "zz" }, looked: 3000, next: "on" });
    expect(screen.getByText(/^This search checks 3,000 rows at a time/)).toBeTruthy();
    expect(screen.getByRole("heading", { name: "Nothing found so far" })).toBeTruthy();
    expect(screen.queryByText("Search less")).toBeNull();
    expect(hrefOf("Next")).toBe("/services?q=zz&cursor=on");
  });

  it("says that a part of the URL was ignored, and clears nothing that is not set", () => {
    drawList({ rows: ["a1"], misread: true });
    expect(screen.getByText(/^Part of this page’s web address is not valid/)).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Clear" })).toBeNull();
  });

  it("keeps the filters in the form of the page size, and leaves the page", () => {
    drawList({ query: { type: "domain", sort: "bought", descending: true, cursor: "x" }, rows: ["a1"] });
    const form = screen.getByRole("combobox", { name: "Rows" }).closest("form")!;
    expect(hidden(form)).toEqual(["type=domain", "sort=-bought"]);
    expect(screen.getByRole("combobox", { name: "Type" })).toHaveValue("domain");
    expect(screen.getByRole("combobox", { name: "Sort" })).toHaveValue("-bought");
  });
});

describe("The table of a list", () => {
  it("links each sortable column to its more common order, and the current one to the reverse", () => {
    drawList({ query: { type: "domain", cursor: "x" }, rows: ["a1"] });
    expect([hrefOf("Name"), hrefOf("Bought")]).toEqual([
      "/services?type=domain&sort=-name",
      "/services?type=domain&sort=-bought",
    ]);
    const heads = screen.getAllByRole("columnheader");
    expect(heads.map((head) => [head.textContent, head.getAttribute("aria-sort")])).toEqual([
      ["Name", "ascending"],
      ["Bought", null],
      ["Actions", null],
    ]);
  });

  it("puts a heading above each group", () => {
    drawList({ rows: ["a1", "a2", "b1"] });
    const rows = within(screen.getByRole("table", { name: "Services of 1234-567-89" })).getAllByRole("row");
    expect(rows.slice(1).map((row) => [row.className, row.textContent])).toEqual([
      ["day-heading", "Group a"],
      ["", "a11 Nov…"],
      ["", "a21 Nov…"],
      ["day-heading", "Group b"],
      ["dimmed", "b11 Nov…"],
    ]);
  });
});
