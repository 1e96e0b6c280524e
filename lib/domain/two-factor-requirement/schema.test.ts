import { expect, it } from "vitest";
import { requirement } from "@/lib/domain/two-factor-requirement/schema";

const days = (typed: string) => requirement.safeParse({ for: "everyone", days: typed }).data?.days;

it.each([
  ["14", 14],
  ["１４", 14],
  ["０", 0],
  ["30", 30],
  ["３１", undefined],
  ["", undefined],
  ["1.5", undefined],
  ["十", undefined],
])("Typed days %j are read as %j", (typed, meant) => expect(days(typed)).toBe(meant));
