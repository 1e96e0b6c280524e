import { expect, it } from "vitest";
import { accountDetails } from "@/lib/domain/accounts/schema";

const details = { version: "1", organisation: "", address: "", postcode: "", city: "", country: "" };
const phone = (typed: string) => accountDetails.safeParse({ ...details, phone: typed }).data?.phone;

it.each([
  ["+32 2 555 01 23", "+32 2 555 01 23"],
  ["＋８１　３ー１２３４－５６７８", "+81 3-1234-5678"],
  ["（03）1234–5678", "(03)1234-5678"],
  ["call me", undefined],
  ["1".repeat(33), undefined],
])("A phone number typed as %j is stored as %j", (typed, stored) => expect(phone(typed)).toBe(stored));
