import { describe, expect, it } from "vitest";
import * as z from "zod/mini";
import { fieldErrors, formInput } from "@/lib/access/input";
import { newUser } from "@/lib/domain/users/schema";

const form = (...fields: [string, string | File][]) => {
  const data = new FormData();
  for (const [name, value] of fields) data.append(name, value as string);
  return data;
};

const malformed = { outcome: "invalid", sentence: { key: "outcomes.malformed" } };

describe("The fields of a form", () => {
  it("keep the typed text; fields added by React and the form shell are dropped", () => {
    const input = formInput(
      form(["$ACTION_REF_1", ""], ["$ACTION_1:0", "{}"], ["drawnFor", "x"], ["login", " a "], ["email", ""]),
    );
    expect({ ...input }).toEqual({ login: " a ", email: "" });
  });

  it("are refused if one is duplicate or a file, or if there are too many", () => {
    expect(formInput(form(["login", "a"], ["login", "b"]))).toEqual(malformed);
    expect(formInput(form(["login", new File(["x"], "x.txt")]))).toEqual(malformed);
    const many = Array.from({ length: 65 }, (_, at): [string, string] => [`field${at}`, ""]);
    expect(formInput(form(...many))).toEqual(malformed);
    expect(Object.keys(formInput(form(...many.slice(1))))).toHaveLength(64);
  });

  it("can have any name without polluting the prototype", () => {
    const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
    const input = formInput(form(...names.map((name): [string, string] => [name, "x"]))) as Record<string, string>;
    expect(Object.keys(input)).toEqual(names);
    expect(Object.getPrototypeOf(input)).toBeNull();
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });
});

describe("The errors of a form", () => {
  const why = (input: unknown) => {
    const parsed = newUser.safeParse(input);
    return parsed.success ? null : fieldErrors(parsed.error);
  };
  const good = { login: "jane", email: "jane@example.com", password: "long enough", privilege: "user" };

  it("name each wrong field once", () => {
    expect(
      why({ login: "a b", email: "x", password: "short", privilege: "king", description: "x".repeat(256) }),
    ).toEqual({
      outcome: "invalid",
      sentence: { key: "outcomes.invalid", params: { count: 5 } },
      fields: {
        login: { key: "errors.login.characters" },
        email: { key: "errors.email.address" },
        password: { key: "errors.password.short" },
        privilege: { key: "errors.privilege" },
        description: { key: "errors.text.long" },
      },
    });
  });

  it.each(["holder", "accountId", "status", "id", "constructor", "kind"])("include an unknown field: %s", (name) => {
    expect(why(good)).toBeNull();
    expect(why({ ...good, [name]: "1" })).toEqual(malformed);
  });

  it("include input that is not a form", () => {
    for (const input of [null, undefined, "login=a", [], 7]) expect(why(input)).toEqual(malformed);
  });

  it("use Steward's messages, never the schema library's", () => {
    const parsed = z.strictObject({ id: z.string().check(z.minLength(3)) }).safeParse({ id: "a" });
    expect(fieldErrors(parsed.error!).fields).toEqual({ id: { key: "errors.malformed" } });
  });
});
