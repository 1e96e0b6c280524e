import { beforeEach, expect, it } from "vitest";
import { languages, setLanguages } from "@/lib/i18n/choose-language.mjs";
import { readLanguages } from "@/lib/i18n/load-languages.mjs";
import { addressOfTexts, contentOfTexts, partsOfTexts, type PartOfTexts } from "@/lib/i18n/texts-files";
import { textsInProcess } from "@/lib/isomorphic/texts-files";

beforeEach(async () => setLanguages(await readLanguages("lib/i18n/messages")));

const parts = Object.keys(partsOfTexts) as PartOfTexts[];

it("Each part in each language has its own address, whose texts browsers and the server's renderer get", () => {
  const addresses = [...languages().keys()].flatMap((code) => parts.map((part) => addressOfTexts(code, part)));
  expect(new Set(addresses).size).toBe(languages().size * parts.length);
  for (const address of addresses) {
    expect(address).toMatch(/^\/texts\/[\w-]+\.json$/);
    expect(textsInProcess(address)).toEqual(JSON.parse(contentOfTexts(address)!));
  }
});

it("An address ends when its texts change, and stays when they do not", async () => {
  const [en, fr] = [addressOfTexts("en", "panel"), addressOfTexts("fr", "panel")];
  setLanguages(await readLanguages("lib/i18n/messages"));
  expect(addressOfTexts("en", "panel")).toBe(en);
  const edited = structuredClone(languages().get("en")!);
  Object.assign(edited.messages.form, { reload: "Load it again" });
  setLanguages(new Map([...languages(), ["en", edited]]));
  expect(addressOfTexts("en", "panel")).not.toBe(en);
  expect(addressOfTexts("fr", "panel")).toBe(fr);
  expect(contentOfTexts(en)).toBeUndefined();
});

it("No file holds texts of the server, of emails or of the operator's shell", () => {
  const { mail, server, errors, activity } = languages().get("en")!.messages;
  const texts = parts.map((part) => contentOfTexts(addressOfTexts("en", part))).join("");
  for (const text of [
    mail.kinds.reset.text,
    server.closed,
    errors.file.empty,
    errors.import.no_account,
    errors.no_factors,
  ])
    expect([text, texts.includes(text)]).toEqual([text, false]);
  expect(texts).toContain(languages().get("en")!.messages.form.reload);
  expect(texts).not.toContain(JSON.stringify(activity.did));
});
