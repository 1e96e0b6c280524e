// Bad input in every field, query and body: each gets a plain refusal, and nothing is lost, changed or half done.
import { expect, rowsOf, test } from "@/e2e/fixtures";
import { someOf } from "@/e2e/rounds";
import { samples, word } from "@/e2e/samples";
import { paths } from "@/lib/isomorphic/paths";
import { renderedFor } from "@/lib/isomorphic/rendered-for";
import { policy, type Permission } from "@/lib/policy";
import { addCast, addExtra } from "@/lib/testing/cast";
import { personOf, startSession } from "@/lib/testing/sessions";
import { actionsOfBuild, actionResult, type Fields, type ActionResult } from "@/lib/testing/wire";

/** Names of fields that no form has. */
const unknown = [
  "holder",
  "accountId",
  "status",
  "kind",
  "removed",
  "__proto__",
  "constructor",
  "toString",
  "",
  "$ACTIO",
  "id[]",
  "\u0000",
  "then",
];

test("Every form refuses unknown, repeated and mistyped fields", async ({ installation, wire }) => {
  test.setTimeout(60_000);
  const cast = await addCast(installation.database);
  const stage = { place: installation, cast, wire };
  for (const [turn, [permission, { action, fields: make }]] of Object.entries(samples).entries()) {
    if (!action) continue;
    const { cookie } = await startSession(installation, permission === "password.renew" ? cast.pia : cast.xavier);
    const entries = Object.entries((await make?.(stage, "holder", null)) ?? {});
    const [name, value] = entries[0] ?? ["", ""];
    const before = await rowsOf(installation.database, cast.account.id, cast.other.id);
    // An operation without fields cannot lack one.
    const lacking: [name: string, value: string | Blob][][] =
      entries.length === 0
        ? []
        : [
            [...entries, [name, value]],
            [...entries, [name, "another"]],
            [[`${name}[]`, value], ...entries.slice(1)],
            [[`${name}[a]`, value], ...entries.slice(1)],
            [[name, new Blob(["a file"])], ...entries.slice(1)],
            entries.map(([each]) => [each, "\u0000"]),
            [],
          ];
    const bad: [name: string, value: string | Blob][][] = [
      ...someOf(unknown, turn).map((extra): [string, string][] => [...entries, [extra, "holder"]]),
      [...entries, ["file", new Blob(["a file"])]],
      Array.from({ length: 200 }, (_, at): [string, string] => [`f${at}`, "x"]),
      ...lacking,
    ];
    for (const form of bad) {
      const answer = actionResult(await wire.act(action, form, { cookie }));
      const plainly = ["invalid", "status 400"];
      // An unknown token is answered as a used one, and any typed ID as an existing one.
      if (form.some(([each]) => each === "token")) plainly.push("conflict");
      if (permission === "password.forget" && form[0]?.[1] === "\u0000") plainly.push("done");
      expect(plainly, `${permission} ${form.map(([each]) => each)}: ${answer.outcome}`).toContain(answer.outcome);
    }
    expect(await rowsOf(installation.database, cast.account.id, cast.other.id), permission).toEqual(before);
  }
});

test("An action called with any body refuses it properly and never fails", async ({ installation, wire }) => {
  const cast = await addCast(installation.database);
  const { cookie } = await startSession(installation, cast.xavier);
  const apart = (await startSession(installation, (await addCast(installation.database)).xavier)).cookie;
  const before = await rowsOf(installation.database, cast.account.id, cast.other.id);
  const bodies = [
    "[]",
    "[null]",
    "[null,null]",
    "[null,{}]",
    '[null,{"login":["a"],"email":{"$gt":""}}]',
    '[null,"text"]',
    '[null,["a"]]',
    '[{"__proto__":{"holder":true}},{"__proto__":{"holder":true}}]',
    '[null,"$K9"]',
    '["$F1"]',
    '["$@1"]',
    '["$1:__proto__:then"]',
    '["$Q0","$W0"]',
    '["$undefined","$n99999999999999999999"]',
    "{}",
    "null",
    "{",
    "",
    "[".repeat(20_000),
  ];
  const roots = [
    '[null,"$K2"]',
    '"$K1"',
    "[]",
    "{",
    '[null,"$1"]',
    '["$1:constructor:constructor"]',
    '[null,"$K1","$K1"]',
  ];
  // These actions need only an empty form, which an odd body can become, so another user sends it.
  const formless = Object.values(samples).flatMap(({ action, formless: none }) => (none ? [action] : []));
  for (const [turn, [action, { id, page }]] of [...actionsOfBuild()].entries()) {
    const sender = formless.includes(action) ? apart : cookie;
    for (const body of someOf(bodies, turn)) {
      const headers = { "next-action": id, "content-type": "text/plain;charset=UTF-8" };
      const answer = await wire.send({
        path: page,
        cookie: sender,
        headers,
        body: body || Buffer.alloc(0),
        method: "POST",
      });
      if (!formless.includes(action))
        expect(actionResult(answer).outcome, `${page} ${body.slice(0, 60)}`).not.toBe("done");
      expect(answer.status).toBeLessThan(500);
    }
    for (const root of someOf(roots, turn)) {
      const form: [string, string][] = [
        ["_1_nonsense", "x"],
        [`_1_${renderedFor}`, personOf(sender)!],
        ["1", '"$@0"'],
        ["0", root],
      ];
      const answer = await wire.send({ path: page, cookie: sender, headers: { "next-action": id }, form });
      if (!formless.includes(action)) expect(actionResult(answer).outcome, `${page} ${root}`).not.toBe("done");
      expect(answer.status, `${page} ${root}`).toBeLessThan(500);
    }
  }
  for (const path of [paths.logIn, paths.account, paths.addUser]) {
    for (const [name, value] of [
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", "{"],
      ["$ACTION_1:0", '{"id":"nothing","bound":null}'],
      ["$ACTION_ID_", ""],
      [`$ACTION_ID_${"0".repeat(42)}`, ""],
      ["$ACTION_KEY", "x"],
    ] as const) {
      const form: [string, string][] = [
        ...(name === "$ACTION_1:0" ? [["$ACTION_REF_1", ""] as [string, string]] : []),
        [name, value],
      ];
      expect((await wire.send({ path, cookie, form })).status, `${path} ${name}`).toBeLessThan(500);
    }
  }
  expect(await rowsOf(installation.database, cast.account.id, cast.other.id)).toEqual(before);
});

test("Each wrong field of a new user gets its own sentence", async ({ installation, wire }) => {
  const cast = await addCast(installation.database);
  const { cookie } = await startSession(installation, cast.rootB);
  const before = await rowsOf(installation.database, cast.account.id);
  const good: Fields = {
    login: word(),
    email: "new@example.com",
    password: "Harbour-Violin-92-Meadow",
    privilege: "user",
    description: "",
  };
  const many = (length: number, letter = "a") => letter.repeat(length);
  const invalid: [field: string, value: string, key: string][] = [
    ["login", "", "errors.login.required"],
    ...["john smith", "a/b", "a@b", "\u{1f600}", "j\u00f6hn", "a\u0000"].map((login): [string, string, string] => [
      "login",
      login,
      "errors.login.characters",
    ]),
    ["login", many(65), "errors.login.long"],
    ["login", "JANE", "errors.login.taken"],
    ["login", "remo", "errors.login.taken"],
    ["email", "", "errors.email.required"],
    ...[
      "a@b@example.com",
      "a",
      "a@",
      "@example.com",
      "a@example.com, b@example.com",
      "a@example.com;b@example.com",
      "a b@example.com",
      "<a@example.com>",
      "a@example",
    ].map((email): [string, string, string] => ["email", email, "errors.email.address"]),
    ["email", "a@example.com\r\nBcc: b@example.com", "errors.email.address"],
    ["email", `${many(243)}@example.com`, "errors.email.long"],
    ["password", "", "errors.password.required"],
    ["password", "Ab3$xyz", "errors.password.short"],
    ["password", many(129, "\u{1f600}"), "errors.password.long"],
    ["password", many(10, " "), "errors.password."],
    ["password", "password123", "errors.password."],
    ["password", "correcthorse", "errors.password."],
    ["password", cast.account.digitalId, "errors.password."],
    ["privilege", "holder", "errors.privilege"],
    ["privilege", "", "errors.privilege"],
    ["privilege", "Administrator", "errors.privilege"],
    ["description", many(256), "errors.text.long"],
    ["description", "a\u0007b", "errors.text.characters"],
    ["mustChange", "yes", "errors.malformed"],
  ];
  for (const [field, value, key] of invalid) {
    const answer = actionResult(await wire.act("addUserAction", { ...good, [field]: value }, { cookie }));
    expect(Object.keys(answer.fields ?? {}), `${field} ${value}`).toEqual([field]);
    expect(answer.fields![field]!.key, `${field} ${value}`).toContain(key);
  }
  const own = actionResult(
    await wire.act("addUserAction", { ...good, login: "Walburga.Quist", password: "walburga.quist" }, { cookie }),
  );
  expect(own.fields?.password?.key).toContain("errors.password.");
  const empty = actionResult(
    await wire.act("addUserAction", { login: "", email: "", password: "", privilege: "", description: "" }, { cookie }),
  );
  expect(Object.keys(empty.fields ?? {}).toSorted()).toEqual(["email", "login", "password", "privilege"]);
  expect(await rowsOf(installation.database, cast.account.id)).toEqual(before);
});

test("A list uses the meaningful parts of its URL and ignores the rest", async ({ installation, wire }) => {
  const cast = await addCast(installation.database);
  const { database } = installation;
  for (const login of ["a_b_c", "axbxc", "quote"]) await addExtra(database, cast.xavier, { login });
  for (let more = 0; more < 30; more++) await addExtra(database, cast.yvonne, { login: word() });
  const { cookie } = await startSession(installation, cast.martin);
  const elsewhere = await startSession(installation, cast.eve);
  const next = async (query: string, of: string) => {
    const { text } = await wire.send({ path: `${paths.users}?${query}`, cookie: of });
    return /[?&;]cursor=([\w.-]+)/.exec(text)?.[1];
  };
  const foreign = await next("size=25", elsewhere.cookie);
  const sorted = await next("size=25&sort=username", elsewhere.cookie);
  expect(foreign).toBeDefined();
  expect(sorted).toBeDefined();

  const misread = "Part of this page’s web address is not valid";
  const readPage = async (query: string, of = cookie) => {
    const { status, text } = await wire.send({ path: `${paths.users}?${query}`, cookie: of });
    expect(status, query).toBe(200);
    return {
      text: text.replace(/<script[\s\S]*?<\/script>/g, ""),
      showsNotice: text.replace(/<script[\s\S]*?<\/script>/g, "").includes(misread),
    };
  };
  const meaningless = [
    "page=-1",
    "page=1e9",
    "size=0",
    "size=1000000",
    "size=-25",
    "sort=password",
    "sort=-",
    "status=bogus",
    "privilege=holder",
    "q=%00",
    "q=a%00b",
    `q=${"a".repeat(7_000)}`,
    "q=a&q=b",
    "status=enabled&status=removed",
    "cursor=made-up",
    "cursor=eyJ0byI6ImFmdGVyIn0.AAAAAAAAAAAAAAAAAAAAAA",
    `cursor=${"A".repeat(600)}`,
    `cursor=${foreign}`,
    "cursor=a&cursor=b",
    "cursor=.",
    "cursor=%00",
  ];
  for (const query of meaningless) expect((await readPage(query)).showsNotice, query.slice(0, 60)).toBe(true);
  expect((await readPage(`sort=created&cursor=${sorted}`, elsewhere.cookie)).showsNotice, "another sort's cursor").toBe(
    true,
  );
  expect((await readPage(`sort=username&size=25&cursor=${sorted}`, elsewhere.cookie)).showsNotice, "its own").toBe(
    false,
  );
  expect((await readPage(`cursor=${foreign}`)).text).not.toContain(cast.other.digitalId);
  for (const query of [
    "%FF=%FE",
    "q=%ED%A0%80",
    "q=%E0%A4%A",
    "__proto__=1",
    "constructor[prototype]=1",
    "q[]=1",
    "q[a]=b",
    "",
    "&&&",
    "=",
    "utm=1",
  ]) {
    await readPage(query);
  }
  const shows = async (q: string) => {
    const { text } = await readPage(`q=${encodeURIComponent(q)}`);
    return ["a_b_c", "axbxc", "quote", "jane"].filter((login) => text.includes(`>${login}<`));
  };
  expect(await shows("a_b")).toEqual(["a_b_c"]);
  for (const q of [
    "%",
    "%%%",
    "___",
    "a%c",
    "'",
    '"',
    '"""',
    "' OR 1=1 --",
    'jane" OR "a',
    "jane*",
    "NEAR(jane quote)",
    "\\",
    "\\\\%",
    "^jane",
    "-jane",
  ]) {
    expect(await shows(q), q).toEqual([]);
  }
  expect(await shows("JANE")).toEqual(["jane"]);
  expect((await wire.send({ path: `${paths.users}?q=${"a".repeat(10_000)}`, cookie })).status).toBe(414);
});

test("The activity uses the meaningful parts of its URL, and reports the rest", async ({
  installation,
  cast,
  wire,
}) => {
  const { cookie } = await startSession(installation, cast.jane);
  const shown = async (query: string) => {
    const { status, text } = await wire.send({ path: `${paths.activity}?${query}`, cookie });
    expect(status, query).toBe(200);
    return text.replace(/<script[\s\S]*?<\/script>/g, "");
  };
  const misread = "Part of this page’s web address is not valid";
  expect(await shown("")).toContain("root.b");
  for (const query of [
    "cursor=made-up",
    `cursor=${"A".repeat(600)}`,
    "cursor=a&cursor=b",
    "cursor=%00",
    "cursor=WyJhZnRlciIsIjEiLCIiXQ.AAAAAAAAAAAAAAAAAAAAAA",
  ]) {
    expect(await shown(query), query).toContain(misread);
  }
  const dates = ["from=10000-01-01", "to=10000-01-01", "from=2026-02-30", "to=0001-01-01", "from=%00"];
  for (const query of [...dates, "when=9", "section=nothing", "who=a&who=b", `q=${"x".repeat(101)}`, "person=%0A"]) {
    const page = await shown(query);
    expect(page, query).toContain(misread);
    expect(page, query).toContain("Added the user root.b");
  }
  for (const query of [
    "page=-1",
    "q=jane&who=JANE&section=users&when=30",
    "from=2999-12-31",
    "to=1900-01-01",
    "when=between",
    "person=nobody",
    `who=${"x".repeat(64)}`,
  ]) {
    expect(await shown(query), query).not.toContain(misread);
  }
  const backwards = await shown("from=2026-11-24&to=2026-11-23");
  expect(backwards).toContain("The first day is after the last");
  expect(backwards).not.toMatch(/Added the user root\.b|is not valid, so the list/);
  for (const query of [
    "who=%3Cb%3E",
    "who='%20OR%201=1",
    `who=${cast.eve.id}`,
    `person=${cast.yvonne.account.digitalId}`,
    "q=%25",
    "section=users.erase",
    "from=2999-12-31",
  ]) {
    expect(await shown(query), query).toMatch(/No entry matches|Nobody here is called/);
  }
});

test("An ID that was encoded twice is shown as it came and belongs to no user", async ({ cast, wire }) => {
  const { digitalId } = cast.account;
  const field = async (query: string) => {
    const { text, status } = await wire.send({ path: `${paths.logIn}?${query}` });
    expect(status).toBe(200);
    return /name="id" value="([^"]*)"/.exec(text)?.[1];
  };
  expect(await field(`id=${digitalId}/jane`)).toBe(`${digitalId}/jane`);
  expect(await field(`id=${digitalId}%2Fjane`)).toBe(`${digitalId}/jane`);
  expect(await field(`id=${digitalId}%252Fjane`)).toBe(`${digitalId}%2Fjane`);
  expect(await field(`id=${encodeURIComponent('"><script>alert(1)</script>')}`)).toBe(
    "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;",
  );
  expect(await field("id=a&id=b")).toBe("");
});

test("No form can change the account holder, the user themselves, or a removed user", async ({
  installation,
  wire,
}) => {
  const cast = await addCast(installation.database);
  const before = await rowsOf(installation.database, cast.account.id);
  const session = await startSession(installation, cast.rootB);
  const act = async (action: string, fields: Fields): Promise<ActionResult> =>
    actionResult(await wire.act(action, fields, { cookie: session.cookie }));
  const edit = (id: string, privilege: string) => ({
    id,
    version: "0",
    email: "x@example.com",
    privilege,
    description: "",
  });
  for (const [action, more] of targeted(edit)) {
    expect((await act(action, more(cast.xavier.id))).outcome, `${action} the holder`).toBe("not_found");
    for (const id of ["", " ", "0", "null", "../x", "\u0000", "a".repeat(65)]) {
      expect(["not_found", "invalid"], `${action} ${id}`).toContain((await act(action, more(id))).outcome);
    }
  }
  for (const action of ["disableUserAction", "removeUserAction", "setUserPasswordAction"]) {
    const fields = {
      id: cast.rootB.id,
      ...(action === "setUserPasswordAction" && { password: "Harbour-Violin-92-Meadow" }),
    };
    expect((await act(action, fields)).outcome, `${action} oneself`).toBe("forbidden");
  }
  expect((await act("editUserAction", edit(cast.rootB.id, "user"))).outcome, "demote oneself").toBe("forbidden");
  for (const action of ["disableUserAction", "enableUserAction", "removeUserAction"]) {
    expect((await act(action, { id: cast.remo.id })).outcome, `${action} someone removed`).toBe("not_found");
  }
  expect((await act("editUserAction", edit(cast.remo.id, "none"))).outcome).toBe("not_found");
  for (const version of ["-1", "1.5", "x", "", "99999999999", "1"]) {
    const { outcome } = await act("editUserAction", { ...edit(cast.jane.id, "none"), version });
    expect(["invalid", "conflict"], `version ${version}`).toContain(outcome);
  }
  const extra = await rowsOf(installation.database, cast.account.id);
  expect(extra.people).toEqual(before.people);
  expect(extra.activity).toEqual(before.activity);
});

function targeted(edit: (id: string, privilege: string) => Fields): [action: string, fields: (id: string) => Fields][] {
  const permissions = (Object.keys(samples) as Permission[]).filter(
    (each) => policy[each].area === "users" && samples[each].targeted && policy[each].kind === "change",
  );
  return permissions.map((permission) => {
    const { action } = samples[permission];
    if (permission === "users.edit") return [action!, (id) => edit(id, "none")];
    if (permission === "users.set-password") return [action!, (id) => ({ id, password: "Harbour-Violin-92-Meadow" })];
    return [action!, (id) => ({ id })];
  });
}
