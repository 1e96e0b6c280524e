import { expect, it } from "vitest";
import formatMessage from "@/lib/isomorphic/format-message";
import { isolated, isolatedValues, withoutIsolates } from "@/lib/isomorphic/isolate.mjs";

it.each(["שלום", "משרד 7", "a@דוגמה.example", "سارة", "ܐ", "𐤀", "𞤀", "\u05d0 (old)"])(
  "%s is isolated in a sentence",
  (value) => {
    expect(isolated(value)).toBe(`\u2068${value}\u2069`);
  },
);

it.each(["", "Ada Stone", "1234-567-89/jane", "Łukasz Żak", "Ελένη", "日本", "+32 2 123", "a ⇒ b", "’“«…"])(
  "“%s” stays as it is",
  (value) => {
    expect(isolated(value)).toBe(value);
  },
);

it("Marks of direction in a value end with the value and close nothing around it", () => {
  expect(isolated("abc\u202edef")).toBe("\u2068abc\u202edef\u2069");
  expect(isolated("a\u2069b")).toBe("\u2068ab\u2069");
  expect(isolated("a\u2067b")).toBe("\u2068a\u2067b\u2069\u2069");
  expect(isolated(`Edit ${isolated("שלום")}`)).toBe("\u2068Edit \u2068שלום\u2069\u2069");
});

it("Only values that are texts are isolated", () => {
  expect(isolatedValues({ name: "שלום", count: 2, plain: "jane", none: null })).toEqual({
    name: "\u2068שלום\u2069",
    count: 2,
    plain: "jane",
    none: null,
  });
});

it("Copied text has no such signs", () => {
  expect(withoutIsolates(`Codes at ${isolated("שלום")}.`)).toBe("Codes at שלום.");
});

it("The formatter of the pages isolates each value, and nothing of the message itself", () => {
  const formatters = {
    getPluralRules: (...given: ConstructorParameters<typeof Intl.PluralRules>) => new Intl.PluralRules(...given),
  };
  const translate = (values?: Record<string, string>) =>
    formatMessage("key", ["Account of ", ["name"]] as never, values, { formatters, locale: "en", cache: {} } as never);
  expect(translate({ name: "שלום" })).toBe("Account of \u2068שלום\u2069");
  expect(translate({ name: "Ada" })).toBe("Account of Ada");
  expect(formatMessage("key", "שלום" as never, undefined, {} as never)).toBe("שלום");
});
