import { describe, expect, it } from "vitest";
import { newPassword, password, passwordChange } from "@/lib/domain/passwords/schema";

const messages = (result: ReturnType<typeof password.safeParse>) => result.error?.issues.map(({ message }) => message);

describe("A new password", () => {
  it.each(["12345678", "x".repeat(128), "日本語のパスワード", "🔑".repeat(8), "🔑".repeat(128), "e\u0301".repeat(128)])(
    "can be %j",
    (text) => expect(password.parse(text)).toBe(text.normalize("NFC")),
  );

  it.each([
    [undefined, "required"],
    [7, "required"],
    ["", "required"],
    ["1234567", "short"],
    ["🔑".repeat(7), "short"],
    ["e\u0301".repeat(7), "short"],
    ["x".repeat(129), "long"],
    ["🔑".repeat(129), "long"],
    ["x".repeat(50_000), "long"],
  ])("cannot be %j", (text, reason) => {
    expect(messages(password.safeParse(text))).toEqual([`errors.password.${reason}`]);
  });
});

describe("The password forms", () => {
  it("accept the same password in another Unicode form as its repetition", () => {
    expect(newPassword.parse({ password: "cafe\u0301-au-lait", repeat: "café-au-lait" }).password).toBe("café-au-lait");
  });

  it("say at the second field that it differs", () => {
    const { error } = newPassword.safeParse({ password: "long enough", repeat: "long enougj" });
    expect(error?.issues).toMatchObject([{ path: ["repeat"], message: "errors.password.repeat" }]);
  });

  it("require the current password, of any length", () => {
    const form = { current: "short", password: "long enough", repeat: "long enough" };
    expect(passwordChange.safeParse(form).success).toBe(true);
    const { error } = passwordChange.safeParse({ ...form, current: "" });
    expect(error?.issues).toMatchObject([{ path: ["current"], message: "errors.password.required" }]);
  });

  it("refuse unknown fields", () => {
    expect(newPassword.safeParse({ password: "long enough", repeat: "long enough", more: "" }).success).toBe(false);
  });
});
