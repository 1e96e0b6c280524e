import { readFileSync } from "node:fs";
import { Agent, request, type IncomingHttpHeaders } from "node:http";
import { Agent as SecureAgent, request as secureRequest } from "node:https";
import { fileURLToPath } from "node:url";
import { paths } from "@/lib/isomorphic/paths";
import { renderedFor } from "@/lib/isomorphic/rendered-for";
import { personOf } from "@/lib/testing/sessions";

/** The answer over the wire, without following redirects. */
export type Answer = { status: number; headers: IncomingHttpHeaders; text: string; cookies: string[] };

export type Sent = {
  method?: string;
  path: string;
  /** Replace those that a browser sends; null removes one. */
  headers?: Record<string, string | string[] | null>;
  cookie?: string;
  /** A form's fields as multipart. It is a list, so that a field can be sent twice. */
  form?: [name: string, value: string | Blob][];
  /** Any other body. */
  body?: string | Buffer;
};

export type Fields = Record<string, string>;
/** `person` is the person for whom the form was drawn: by default the owner of the cookie. With null the form names nobody. */
export type With = Pick<Sent, "cookie" | "headers"> & { person?: string | null };

/**
 * Plain HTTP to the server at this origin, as a browser or an attacker sends it. An https origin is on this computer, under any
 * name, and must show the certificate `ca`.
 */
export function wireTo(origin: string, ca?: string) {
  const { hostname, port, protocol } = new URL(origin);
  const options = { keepAlive: true, maxSockets: 100 };
  const way =
    protocol === "https:"
      ? { ask: secureRequest, agent: new SecureAgent({ ...options, ca, servername: hostname }), host: "127.0.0.1" }
      : { ask: request, agent: new Agent(options), host: hostname };
  const failures: string[] = [];
  const replays = new Map<string, Promise<[string, string][]>>();
  const readers = new Map<string, Promise<string>>();

  async function send({ method, path, headers = {}, cookie, form, body }: Sent): Promise<Answer> {
    const encoded = form && (await encode(form));
    const payload = encoded?.body ?? (typeof body === "string" ? Buffer.from(body) : body);
    const verb = method ?? (payload ? "POST" : "GET");
    const all = {
      ...(verb === "POST" && { origin }),
      ...(encoded && { "content-type": encoded.type }),
      ...(verb !== "GET" && verb !== "HEAD" && { "content-length": String(payload?.length ?? 0) }),
      ...(cookie && { cookie }),
      ...headers,
    };
    const sent = Object.fromEntries(
      Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== null),
    );
    for (;;) {
      const answer = await attempt(verb, path, sent, payload);
      if (answer !== "idle socket closed") return answer;
    }
  }

  /** As browsers do, tries again if the server closed an idle connection at the moment of reuse. */
  function attempt(method: string, path: string, headers: Record<string, string>, payload?: Buffer) {
    return new Promise<Answer | "idle socket closed">((resolve, reject) => {
      const asked = way.ask(
        { agent: way.agent, host: way.host, port, method, path, headers: { host: `${hostname}:${port}`, ...headers } },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on("data", (chunk: Buffer) => chunks.push(chunk));
          answer.on("error", reject);
          answer.on("end", () => {
            const text = Buffer.concat(chunks).toString();
            const failed = answer.statusCode! >= 500 || text.includes('"outcome":"failed"');
            if (failed) failures.push(`${answer.statusCode} ${method} ${path}`);
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text,
              cookies: (answer.headers["set-cookie"] ?? []).map((line) => line.split(";", 1)[0] ?? ""),
            });
          });
        },
      );
      asked.on("error", (error: NodeJS.ErrnoException) =>
        asked.reusedSocket && error.code === "ECONNRESET" ? resolve("idle socket closed") : reject(error),
      );
      asked.end(payload);
    });
  }

  /** The field that says for whom a form was drawn, as the pages of this cookie have it. */
  async function fieldOf({ cookie = "", person }: With): Promise<[string, string][]> {
    if (person === undefined && !readers.has(cookie)) readers.set(cookie, readerOf(cookie));
    const named = person === undefined ? await readers.get(cookie)! : person;
    return named ? [[renderedFor, named]] : [];
  }

  /** The person of this cookie. If the session was not started here, the log-in page names them. */
  async function readerOf(cookie: string): Promise<string> {
    if (!cookie.includes("steward-session=")) return "";
    const known = personOf(cookie);
    if (known) return known;
    const { text } = await send({ path: paths.logIn, cookie });
    return new RegExp(`name="${renderedFor}" value="([^"]*)"`).exec(text)?.[1] ?? "";
  }

  /** Calls a server action as the page's own script does. */
  async function act(action: string, fields: Fields | [string, string | Blob][], how: With = {}): Promise<Answer> {
    const { id, page } = actionOf(action);
    const { cookie, headers } = how;
    const entries = [...(Array.isArray(fields) ? fields : Object.entries(fields)), ...(await fieldOf(how))];
    return send({
      path: page,
      cookie,
      headers: { "next-action": id, accept: "text/x-component", ...headers },
      form: [...entries.map(([name, value]): [string, string | Blob] => [`_1_${name}`, value]), ["0", '[null,"$K1"]']],
    });
  }

  /** The hidden fields that name the action of a form without JavaScript, as a person who may see the page gets them. */
  async function replayOf(action: string, page: string, cookie?: string): Promise<[string, string][]> {
    const { text, status } = await send({ path: page, cookie });
    const form = text.split("<form").find((part) => part.includes(actionOf(action).id));
    if (!form) throw new Error(`${page} answered ${status}, without the form of ${action}`);
    const hidden = [
      ...form.split("</form>", 1)[0]!.matchAll(/<input type="hidden" name="(\$ACTION[^"]*)"(?: value="([^"]*)")?\/>/g),
    ];
    return hidden.map(([, name = "", value = ""]) => [name, unescaped(value)]);
  }

  /** Posts a form as a browser without JavaScript does. `seenWith` is the cookie of a person who may see the page. */
  async function post(
    action: string,
    page: string,
    fields: Fields | [string, string | Blob][],
    { seenWith, ...how }: With & { seenWith?: string } = {},
  ): Promise<Answer> {
    const { cookie, headers } = how;
    const key = `${action} ${page}`;
    if (!replays.has(key)) replays.set(key, replayOf(action, page, seenWith ?? cookie));
    const entries = Array.isArray(fields) ? fields : Object.entries(fields);
    return send({
      path: page,
      cookie,
      headers,
      form: [...(await replays.get(key)!), ...entries, ...(await fieldOf(how))],
    });
  }

  /** Posts a form to a URL that answers a page's script. */
  async function ask(path: string, fields: Fields, how: With = {}): Promise<Answer> {
    const { cookie, headers } = how;
    return send({ path, cookie, headers, form: [...Object.entries(fields), ...(await fieldOf(how))] });
  }

  /** Posts an action as a form without JavaScript, to a page that has it, with the hidden fields that React adds. */
  async function submit(action: string, fields: Fields, how: With = {}): Promise<Answer> {
    const { id, page } = actionOf(action);
    const { cookie, headers } = how;
    const hidden: [string, string][] = [
      ["$ACTION_REF_1", ""],
      ["$ACTION_1:0", JSON.stringify({ id, bound: "$@1" })],
      ["$ACTION_1:1", "[null]"],
      ["$ACTION_KEY", "k"],
    ];
    return send({ path: page, cookie, headers, form: [...hidden, ...Object.entries(fields), ...(await fieldOf(how))] });
  }

  /** Requests a page as Next's router does: the stream of its content, at the URL to which Next sends the router. */
  async function stream(path: string, { cookie, headers }: With = {}): Promise<Answer> {
    const asked = { cookie, headers: { rsc: "1", ...headers } };
    const first = await send({ ...asked, path });
    const there = String(first.headers.location ?? "");
    return first.status === 307 && /[?&]_rsc\b/.test(there)
      ? send({ ...asked, path: there.replace(origin, "") })
      : first;
  }

  return { origin, send, act, post, submit, ask, stream, failures, close: () => way.agent.destroy() };
}

export type Wire = ReturnType<typeof wireTo>;

/** The session's cookie of an answer, if it set one. */
export const cookieAfter = ({ cookies }: Answer): string | undefined =>
  cookies.find((cookie) => /^(__Host-)?steward-session=./.test(cookie));

/** The result of an action for its page, or where it redirected. */
export type ActionResult = {
  outcome: string;
  sentence?: { key: string; params?: Record<string, unknown> };
  fields?: Record<string, { key: string }>;
  value?: Record<string, unknown>;
  current?: Record<string, unknown>;
  location?: string;
};

/** Reads the answer to `act`. In React's stream, the first row points to the row with the result. */
export function actionResult({ status, headers, text }: Answer): ActionResult {
  const location = headers["x-action-redirect"];
  // Behind the URL it says how to go there: `/account;push`.
  if (location !== undefined) return { outcome: "done", location: String(location).split(";", 1)[0] };
  if (!String(headers["content-type"]).startsWith("text/x-component")) return { outcome: `status ${status}` };
  const rows = rowsOfStream(text);
  const row = /"a":"\$@(\w+)"/.exec(rows.get("0") ?? "")?.[1] ?? "";
  const result = rows.get(row);
  // A row with an error: the request could not be read as the arguments of an action.
  if (!result?.startsWith("{")) return { outcome: `status ${status}` };
  return JSON.parse(result) as ActionResult;
}

/** The rows of React's stream by their ids. Each ends at its line break, except a long text, which names its length. */
function rowsOfStream(text: string): Map<string, string> {
  const rows = new Map<string, string>();
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    const [, id = "", length] = /^(\w*):(?:T([0-9a-f]+),)?/.exec(rest.subarray(0, 40).toString("latin1")) ?? [];
    const start = id.length + 1 + (length ? length.length + 2 : 0);
    const line = rest.indexOf("\n");
    const end = length ? start + parseInt(length, 16) : line < 0 ? rest.length : line;
    rows.set(id, rest.subarray(start, end).toString());
    rest = rest.subarray(length ? end : end + 1);
  }
  return rows;
}

/** What only a page of the panel has: an element in HTML, or a fact for its frame in Next's stream of it. */
export const panelMarkup = /id="main"|\\?"accountName\\?":/;

type Action = { id: string; page: string; file: string };
let actions: Map<string, Action> | undefined;

/** Every action of the build by its exported name, from Next's manifest. */
export function actionsOfBuild(): Map<string, Action> {
  const file = fileURLToPath(new URL("../../.next/server/server-reference-manifest.json", import.meta.url));
  const { node } = JSON.parse(readFileSync(file, "utf8")) as {
    node: Record<string, { filename: string; exportedName: string; workers: Record<string, unknown> }>;
  };
  return (actions ??= new Map(
    Object.entries(node).map(([id, { filename, exportedName, workers }]) => [
      exportedName,
      { id, file: filename, page: pageOf(Object.keys(workers).toSorted((a, b) => a.length - b.length)[0] ?? "") },
    ]),
  ));
}

function actionOf(name: string): Action {
  const action = actionsOfBuild().get(name);
  if (!action) throw new Error(`The build has no action ${name}.`);
  return action;
}

/** The URL of a page: `app/(panel)/account/users/page` is at `/account/users`. */
const pageOf = (worker: string) =>
  `/${worker
    .split("/")
    .slice(1, -1)
    .filter((part) => !part.startsWith("("))
    .join("/")}`;

async function encode(form: [string, string | Blob][]) {
  const data = new FormData();
  for (const [name, value] of form) data.append(name, value);
  const encoded = new Response(data);
  return { body: Buffer.from(await encoded.arrayBuffer()), type: encoded.headers.get("content-type") ?? "" };
}

const unescaped = (text: string) =>
  text
    .replaceAll("&quot;", '"')
    .replaceAll("&#x27;", "'")
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
