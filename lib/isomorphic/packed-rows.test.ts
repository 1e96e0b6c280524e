import { expect, it } from "vitest";
import { packRows, unpackRows } from "@/lib/isomorphic/packed-rows";

type Row = { login: string; version: number; twoFactor: boolean; self?: true };

it("Packed rows name each field once, and are the same rows after they are unpacked", () => {
  const rows: Row[] = [
    { login: "jane", version: 0, twoFactor: false },
    { login: "", version: 3, twoFactor: true, self: true },
  ];
  const packed = packRows(rows);
  expect(packed).toEqual({
    names: ["login", "version", "twoFactor", "self"],
    values: [
      ["jane", 0, false, null],
      ["", 3, true, true],
    ],
  });
  expect(unpackRows(packed)).toStrictEqual(rows);
  expect(unpackRows(packRows<Row>([]))).toEqual([]);
});
