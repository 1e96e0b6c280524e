import { mkdtempSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { startServer } from "@/e2e/servers";
import { openDatabase } from "@/lib/db";
import { addCast } from "@/prisma/cast";
import { startSession } from "@/e2e/fixtures";
const folder = mkdtempSync("/tmp/p4-scratch/m-");
const server = await startServer({ databaseUrl: `file:${folder}/s.db` });
const database = openDatabase(server.databaseUrl);
const cast = await addCast(database);
const { cookie } = await startSession({ ...server, database } as never, cast.xavier);
for (const [path, headers] of [["/login", {}], ["/account/users", { cookie }], ["/account", { cookie }], ["/login", {"accept-language":"fr"}], ["/account/users", { cookie, "accept-language":"fr" }], ["/account", { cookie, "accept-language":"fr" }]] as const) {
  const html = await (await fetch(server.origin + path, { headers: headers as never })).text();
  const scripts = [...new Set([...html.matchAll(/\/_next\/static\/[^"\\]+\.js/g)].map((m) => m[0]))];
  let js = 0;
  for (const s of scripts) js += gzipSync(Buffer.from(await (await fetch(server.origin + s)).arrayBuffer())).length;
  console.log(path, (headers as any)["accept-language"] ?? "", "html", html.length, "gz", gzipSync(html).length, "js files", scripts.length, "js gz", js, "lang", /<html lang="(\w+)"/.exec(html)?.[1]);
}
await database.close();
await server.stop();
