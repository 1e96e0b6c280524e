import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readRecords, UnreadableFile } from "@/lib/domain/service-imports/record-file";
import { importRow } from "@/lib/domain/service-imports/schema";
import { temporaryFolder } from "@/lib/testing/databases";

const folder = temporaryFolder();

/** The places of the records with the value of `a`. Or the error, with its line. */
async function read(content: string) {
  const file = join(folder, "file");
  writeFileSync(file, content);
  try {
    const { unit, records } = await readRecords(file, ["a", "b"], ["a"]);
    const found = [];
    for await (const { placeOf, values } of records) found.push(`${unit} ${placeOf()}: ${String(values.a)}`);
    return found;
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    return `${error.sentence.params?.line ?? ""} ${error.sentence.key}`.trim();
  }
}

describe("A JSON file", () => {
  it("counts rows, not lines", async () => {
    expect(await read('[{"a": 1}, {},\n\n\n{"a":\n2}]')).toEqual(["row 1: 1", "row 3: 2"]);
    expect(await read(" [ ] \n")).toEqual([]);
  });

  const cuts = [
    "[",
    "[{",
    '[{"a"',
    '[{"a":',
    '[{"a":1',
    '[{"a":1,',
    '[{"a":1}',
    '[{"a":1},',
    "[1",
    "[[",
    "[[]",
    "[".repeat(20_000),
    '[{"a":[',
  ];
  it.each(cuts.map((cut) => [cut.slice(0, 12), cut]))("cut off after %s is refused", async (_name, cut) => {
    for (const end of ["", " ", "\n"]) expect(await read(cut + end)).toMatch(/^1 errors\.file\.(json|no_object)$/);
  });

  it("with more after its list is refused", async () => {
    for (const more of ["and", "]", ",", "{}", "[]", "1", '"a"', "\u00a0"]) {
      expect(await read(`[{"a": 1}]\n${more}`)).toMatch(/^[12] errors\.file\.(json|no_list)$/);
    }
    expect(await read('[{"a": 1}] \r\n\t')).toEqual(["row 1: 1"]);
  });
});

describe("A CSV file", () => {
  it("counts lines like an editor, with any mix of line endings", async () => {
    const ends = ["\n", "\r\n", "\r"];
    for (const first of ends) {
      for (const second of ends) {
        for (const third of ends) {
          const text = `a,b${first}1,x${second}"2" ,"x${third}y" ${third} ${first === "\r" ? "\r" : "\n"}3,${second}4,x${third}`;
          expect(await read(text)).toEqual(["line 2: 1", "line 3: 2", "line 6: 3", "line 7: 4"]);
        }
      }
    }
  });

  it("without a header line counts as empty", async () => {
    for (const text of ["", " \n\t\r\n ", ";;;\r\n ; ;\r\n", "sep=;\r\n", '""\n'])
      expect(await read(text)).toBe("errors.file.empty");
  });

  it("that is cut off is refused", async () => {
    expect(await read('a,b\n1,x\n"')).toBe("3 errors.file.quote_open");
    expect(await read('a,b\n1,x\n2,"x')).toBe("3 errors.file.quote_open");
    expect(await read('a,b\n1,x\n2,"x""')).toBe("3 errors.file.quote_open");
    expect(await read('a,b\n1,x\n2,"x\n')).toBe("3 errors.file.quote_open");
    expect(await read("a,b\n1,x\n2")).toBe("3 errors.file.count");
  });
});

it("The error for an invalid date shows the expected format", () => {
  const dayError = (name: "boughtOn" | "renewsOn", value: string) => {
    const row = {
      account: "a",
      reference: "r",
      type: "other",
      name: "n",
      status: "active",
      boughtOn: "2025-02-03",
      renewsOn: "",
    };
    return (
      importRow
        .safeParse({ ...row, [name]: value })
        .error?.issues.map(({ path, message }) => `${String(path[0])}: ${message}`) ?? []
    );
  };
  const zone = "2025-02-03T23:30:00";
  for (const value of [
    "03/02/2025",
    "never",
    "20250101",
    "10000-01-01",
    "2025-2-3",
    `${zone}+99:99`,
    `${zone}+14:30`,
    `${zone}-15`,
    `${zone}+05:60`,
  ]) {
    expect(dayError("boughtOn", value)).toEqual(["boughtOn: errors.import.day_form"]);
    expect(dayError("renewsOn", value)).toEqual(["renewsOn: errors.import.day_or_never"]);
  }
  for (const value of ["2025-02-30", "2025-13-01", "0001-01-01"]) {
    expect([dayError("boughtOn", value), dayError("renewsOn", value)]).toEqual([
      ["boughtOn: errors.import.day"],
      ["renewsOn: errors.import.day"],
    ]);
  }
  for (const value of [`${zone}+14:00`, `${zone}-12`, `${zone}+0545`, `${zone}Z`])
    expect(dayError("boughtOn", value)).toEqual([]);
  expect(dayError("boughtOn", "")).toEqual(["boughtOn: errors.import.day_form"]);
  expect(dayError("renewsOn", "9999-12-31")).toEqual([]);
});
