import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Page } from "@playwright/test";
import { expect, test } from "@/e2e/fixtures";
import { anotherBrowser, open, passwords, unique } from "@/e2e/person";
import en from "@/lib/i18n/messages/en.mjs";
import { castPassword } from "@/lib/testing/cast";
import { startServer } from "@/lib/testing/servers";
import { startSession } from "@/lib/testing/sessions";
import { actionResult } from "@/lib/testing/wire";

/** The language in which Steward answers. lib/i18n/messages.test.ts checks the texts. */

const languageOf = (text: string) => /<html lang="([^"]*)"/.exec(text)?.[1];
const inFrench = (page: Page) => expect(page.locator("html")).toHaveAttribute("lang", "fr");
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByLabel(name, { exact: true });

test("Steward answers in the browser's language, or in English if it does not have that language", async ({ wire }) => {
  const asked = {
    "fr-CA,fr;q=0.9,en;q=0.8": "fr",
    "de, fr;q=0.4": "fr",
    "en-GB": "en",
    de: "en",
    "*": "en",
    ";q=,,%$": "en",
  };
  for (const [header, language] of Object.entries(asked)) {
    const { status, text, headers } = await wire.send({ path: "/login", headers: { "accept-language": header } });
    expect([status, languageOf(text)], header).toEqual([200, language]);
    expect(headers.vary).toMatch(/(^|, )Accept-Language, Cookie$/);
    expect(headers["cache-control"]).toBe("private, no-store");
  }
});

test("Refusals before any page are in the browser's language too", async ({ wire }) => {
  const french = { "accept-language": "fr" };
  const nothing = await wire.send({ path: "/_nothing", headers: french });
  expect([nothing.status, languageOf(nothing.text)]).toEqual([404, "fr"]);
  expect(nothing.text).toContain("Il n’y a rien à cette adresse.");
  const foreign = await wire.send({
    method: "POST",
    path: "/login",
    headers: { ...french, origin: "https://elsewhere.example" },
    body: "",
  });
  expect([foreign.status, languageOf(foreign.text)]).toEqual([403, "fr"]);
  const missing = await wire.send({ path: "/no-such-page", headers: french });
  expect([missing.status, languageOf(missing.text)]).toEqual([404, "fr"]);
  expect(missing.text).toContain("Page introuvable");
  const chosen = await wire.send({ path: "/_nothing", headers: french, cookie: "steward-language=en" });
  expect(chosen.text).toContain("There is nothing at this address.");
});

test("Only a choice in a form changes the language, and an unknown language or time zone is refused in a sentence", async ({
  wire,
  cast,
  installation,
}) => {
  expect(languageOf((await wire.send({ path: "/login?language=fr&lang=fr&locale=fr" })).text)).toBe("en");
  for (const language of ["de", "xx-YY", "../fr", "EN", "f".repeat(99), "__proto__", "\0"]) {
    const refused = await wire.act("chooseLanguageAction", { language });
    expect(actionResult(refused), language).toMatchObject({
      outcome: "invalid",
      fields: { language: { key: "errors.language" } },
    });
    expect(refused.cookies.filter((cookie) => cookie.includes("language"))).toEqual([]);
  }
  const { cookie } = await startSession(installation, cast.jane);
  for (const [name, value] of [
    ["language", "de"],
    ["timeZone", "Mars/Olympus"],
    ["timeZone", "Europe/Paris; DROP"],
  ] as const) {
    const key = name === "language" ? "errors.language" : "errors.time_zone";
    expect(actionResult(await wire.act("editProfileAction", { [name]: value }, { cookie }))).toMatchObject({
      outcome: "invalid",
      fields: { [name]: { key } },
    });
  }
  for (const language of ["de", "%F0%9F%98%80", "fr; Path=/"]) {
    expect(languageOf((await wire.send({ path: "/login", cookie: `steward-language=${language}` })).text)).toBe(
      language.startsWith("fr") ? "fr" : "en",
    );
  }
});

test("Jane chooses French in the top bar: it follows her, and each user reads the same activity in their own language", async ({
  page,
  browser,
  cast,
  signIn,
  installation,
}) => {
  await signIn(cast.jane);
  await open(page, "/account");
  await field(page, "Display name").fill("typed, not sent");
  await page.getByRole("button", { name: "Language: EN", exact: true }).click();
  await page.getByRole("menuitemradio", { name: "Français", exact: true }).click();
  await inFrench(page);
  await expect(page.getByRole("heading", { name: "Informations générales", exact: true })).toBeVisible();
  await expect(field(page, "Nom affiché")).toHaveValue("typed, not sent");
  await expect(page.getByRole("button", { name: "Langue\u202f: FR", exact: true })).toBeFocused();
  await expect(field(page, "Langue")).toHaveValue("fr");
  await page.getByRole("button", { name: "Clair ou sombre", exact: true }).first().click();
  await page.getByRole("menuitemradio", { name: "Sombre", exact: true }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");

  // Another browser in English: her choice applies there too.
  const elsewhere = await anotherBrowser(browser);
  const { token } = await startSession(installation, cast.jane);
  await elsewhere.context().addCookies([{ name: "steward-session", value: token, url: installation.origin }]);
  await open(elsewhere, `${installation.origin}/account/activity`);
  await inFrench(elsewhere);
  const line = elsewhere.getByRole("row").filter({ hasText: "Langue" });
  await expect(line).toContainText("A modifié son profil");
  await expect(line).toContainText("français");
  await elsewhere.context().close();

  const xavier = await anotherBrowser(browser);
  const own = await startSession(installation, cast.xavier);
  await xavier.context().addCookies([{ name: "steward-session", value: own.token, url: installation.origin }]);
  await open(xavier, `${installation.origin}/account/activity`);
  const same = xavier.getByRole("row").filter({ hasText: "Language" });
  await expect(same).toContainText("Changed their own profile");
  await expect(same).toContainText("French");
  await xavier.context().close();

  await press(page, "jane");
  await page.getByRole("menuitem", { name: "Se déconnecter", exact: true }).click();
  await expect(page.getByText("Vous êtes déconnecté.")).toBeVisible();
});

test.describe("Without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("a visitor switches the language and logs in with it; Martin's own choice wins until he leaves it to the browser", async ({
    page,
    cast,
    installation,
  }) => {
    await page.goto("/login/forgotten?asked=1");
    await expect(page.getByRole("status").getByText("an email is on its way")).toBeVisible();
    await press(page, "Français");
    await expect(page.getByRole("status").getByText("vous allez recevoir un e-mail")).toBeVisible();
    await press(page, "English");
    await page.goto("/login?id=1234-567-89/jane");
    await press(page, "Log in");
    await expect(page.getByText("Type a password.")).toBeVisible();
    // The page comes without the refusal, and never in two languages.
    await press(page, "Français");
    await inFrench(page);
    await expect(page.getByText("Type a password.")).toHaveCount(0);
    await expect(field(page, "Identifiant ou e-mail")).toHaveValue("1234-567-89/jane");
    await page.goto("/signup");
    await inFrench(page);
    await expect(field(page, "Langue")).toHaveValue("fr");

    await page.goto("/login");
    await field(page, "Identifiant ou e-mail").fill(cast.martin.signInId);
    await field(page, "Mot de passe").fill(castPassword);
    await press(page, "Se connecter");
    await expect(page.getByRole("group", { name: "Compte actuel", exact: true })).toBeVisible();
    await press(page, "Langue\u202f: FR");
    await page.getByRole("menuitemradio", { name: "English", exact: true }).click();
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    const stored = await installation.database.db.person.findUniqueOrThrow({ where: { id: cast.martin.id } });
    expect(stored.language).toBe("en");

    await page.goto("/account");
    await field(page, "Language").selectOption("Same as the browser");
    await page
      .getByRole("region", { name: "Your profile", exact: true })
      .getByRole("button", { name: "Save", exact: true })
      .click();
    expect((await page.context().cookies()).some(({ name }) => name === "steward-language")).toBe(false);
  });
});

test.describe("In a French browser", () => {
  test.use({ locale: "fr-FR", viewport: { width: 360, height: 740 } });

  test("the whole walk is in French, on a phone: an account, a user, a refusal, their first login", async ({
    page,
    browser,
  }) => {
    await open(page, "/signup");
    await field(page, "Prénom").fill("Léa");
    await field(page, "Nom").fill("Martin");
    await field(page, "E-mail").fill("lea@");
    await field(page, "Mot de passe").fill(passwords.holder);
    await press(page, "Créer le compte");
    await expect(page.getByText("Saisissez une adresse complète, comme nom@example.com.")).toBeVisible();
    await field(page, "E-mail").fill(`${unique()}@example.com`);
    await press(page, "Créer le compte");
    await expect(page.getByText("Bienvenue. Voici votre identifiant numérique")).toBeVisible();
    const digitalId = (
      await page
        .getByRole("main")
        .getByText(/^\d{4}-\d{3}-\d{2}$/)
        .first()
        .innerText()
    ).trim();

    await press(page, "Ajouter un utilisateur");
    const dialog = page.getByRole("dialog", { name: "Ajouter un utilisateur", exact: true });
    await dialog.getByLabel("Nom d’utilisateur", { exact: true }).fill("jean dupont");
    await dialog.getByLabel("E-mail", { exact: true }).fill("jean@example.com");
    await dialog.getByLabel("Mot de passe", { exact: true }).fill(passwords.first);
    await dialog.getByRole("button", { name: "Confirmer", exact: true }).click();
    await expect(dialog.getByText("N’utilisez que des lettres sans accent")).toBeVisible();
    await expect(dialog.getByText("1 champ à corriger")).toBeVisible();
    await dialog.getByLabel("Nom d’utilisateur", { exact: true }).fill("jean.dupont");
    await dialog.getByRole("button", { name: "Confirmer", exact: true }).click();
    await expect(page.getByRole("status").getByText("jean.dupont a été ajouté")).toBeVisible();
    await expect(page.getByRole("row").filter({ hasText: "jean.dupont" })).toContainText("Mot de passe à changer");

    const jean = await anotherBrowser(browser);
    await jean.context().setExtraHTTPHeaders({ "accept-language": "fr-BE" });
    await open(jean, new URL("/login", page.url()).href);
    await field(jean, "Identifiant ou e-mail").fill(`${digitalId}/jean.dupont`);
    // A refusal is translated when the language changes.
    await field(jean, "Mot de passe").fill("pas celui-ci");
    await press(jean, "Se connecter");
    await expect(jean.getByRole("alert").getByText("Identifiant ou mot de passe incorrect")).toBeVisible();
    await press(jean, "English");
    await expect(jean.getByRole("alert").getByText("do not match")).toBeVisible();
    await press(jean, "Français");
    await expect(jean.getByRole("alert").getByText("Identifiant ou mot de passe incorrect")).toBeVisible();
    await field(jean, "Mot de passe").fill(passwords.first);
    await press(jean, "Se connecter");
    await expect(jean.getByRole("heading", { name: "Choisir un nouveau mot de passe", exact: true })).toBeVisible();
    await press(jean, "English");
    await field(jean, "New password").fill(passwords.own);
    await press(jean, "Français");
    await inFrench(jean);
    await field(jean, "Répétez le nouveau mot de passe").fill(passwords.own);
    await press(jean, "Enregistrer le mot de passe");
    await expect(jean.getByRole("group", { name: "Compte actuel", exact: true })).toBeVisible();
    await jean.context().close();

    await open(page, "/account/activity");
    await expect(page.getByText("A ajouté l’utilisateur jean.dupont")).toBeVisible();
    await expect(page.getByText(/^Aujourd’hui, (1er|\d{1,2}) \p{L}+ \d{4}$/u)).toBeVisible();
  });
});

test("A third language is one more file: it works after a restart, without a build", async () => {
  const root = fileURLToPath(new URL("..", import.meta.url));
  const folder = mkdtempSync(join(tmpdir(), "steward-language-"));
  // A copy of the program with its own folder of messages.
  for (const name of [".next", "node_modules", "public", "next.config.js", "package.json", "tsconfig.json"])
    symlinkSync(join(root, name), join(folder, name));
  for (const name of ["lib", "prisma"]) cpSync(join(root, name), join(folder, name), { recursive: true });
  mkdirSync(join(folder, "data"));
  writeFileSync(join(folder, "lib/i18n/messages/eo.mjs"), `export default ${JSON.stringify(bracketed(en))};\n`);
  const server = await startServer({ folder, databaseUrl: `file:${join(folder, "data/steward.db")}` });
  try {
    const read = async (language: string) =>
      (await fetch(`${server.origin}/signup`, { headers: { "accept-language": language } })).text();
    const page = await read("eo-XX, fr;q=0.8");
    expect(languageOf(page)).toBe("eo");
    expect(page).toContain("⟦Create an account⟧");
    expect(page).toContain("⟦First name⟧");
    expect(page).toContain("Esperanto");
    const french = await read("fr");
    expect(languageOf(french)).toBe("fr");
    // A page carries only its own language, and only the texts that it needs.
    for (const foreign of ["Create an account", "⟦", "Supprimer"]) expect(french).not.toContain(foreign);
    const refused = await fetch(`${server.origin}/_nothing`, { headers: { "accept-language": "eo" } });
    expect(await refused.text()).toContain("⟦There is nothing at this address.⟧");
  } finally {
    await server.stop();
    rmSync(folder, { recursive: true });
  }
});

/** The English texts in brackets, as another language. */
function bracketed(texts: object): object {
  return Object.fromEntries(
    Object.entries(texts).map(([key, text]) => [
      key,
      typeof text === "string" ? `⟦${text}⟧` : bracketed(text as object),
    ]),
  );
}
