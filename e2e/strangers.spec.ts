// Connections that keep no rule: they break off, close half, send nothing, read nothing, or send something other than HTTP, at any moment.
import { readdirSync } from "node:fs";
import type { Socket } from "node:net";
import { expect, test } from "@/e2e/fixtures";
import { rounds } from "@/e2e/rounds";
import { paths } from "@/lib/isomorphic/paths";
import { drawing } from "@/lib/testing/drawing";
import { freePort, startServer, type RunningServer } from "@/lib/testing/servers";
import { get, open, pause, stranger } from "@/lib/testing/strangers";
import { wireTo } from "@/lib/testing/wire";

let server: RunningServer;
test.beforeAll(async ({ installation: { databaseUrl, secret } }) => {
  server = await startServer({ databaseUrl, secret, port: await freePort() });
});
test.afterAll(() => server.stop());

const seed = 20_261_130;
const strangers = rounds(150, 6_000);
const atOnce = 50;

test(`The same process answers after ${strangers} hostile connections, and holds none of them (seed ${seed})`, async () => {
  test.setTimeout(rounds(60_000, 900_000));
  const wire = wireTo(server.origin);
  const files = [...(await wire.send({ path: paths.logIn })).text.matchAll(/\/_next\/static\/[\w./~-]+\.js/g)].map(
    ([path]) => path,
  );
  expect(files.length).toBeGreaterThan(3);
  // First opens what a process opens with its first answers.
  for (const path of [paths.logIn, "/healthz", files[0]!]) expect((await wire.send({ path })).status).toBe(200);
  wire.close();
  await pause(200);
  const before = descriptorsOf(server);

  const healthz = () => fetch(`${server.origin}/healthz`, { headers: { connection: "close" } });
  const left: Socket[] = [];
  let begun = 0;
  const come = async () => {
    while (begun < strangers) {
      for (let n = 0; n < 5; n++) {
        // Each connection is the same at each run, in any order.
        const socket = await stranger(server.port, drawing(seed + begun++), files);
        if (!socket.destroyed) left.push(socket);
      }
      // Connections come no faster than the server can handle other requests.
      expect((await healthz()).status).toBe(200);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, come));

  expect(left.length).toBeGreaterThan(strangers / 20);
  // The server cuts waiting connections after 10 seconds of silence. A short test has no time for that.
  if (rounds(0, 1) === 0) for (const socket of left.filter(({ bytesRead }) => bytesRead === 0)) socket.destroy();
  await expect.poll(() => descriptorsOf(server), { timeout: 15_000, intervals: [100] }).toBeLessThanOrEqual(before);
  for (const socket of left) socket.destroy();

  expect((await fetch(`${server.origin}${paths.logIn}`)).status).toBe(200);
  expect(process.kill(server.pid, 0)).toBe(true);
  expect(server.log()).not.toMatch(/"event":"(uncaught exception|unhandled rejection|request failed)"/);
});

// Limits of 10 seconds and of a minute. The long form waits for them.
if (rounds(0, 1) === 1) {
  test("A client that reads none of many large answers is cut off", async () => {
    const largest = await largestFile();
    const before = descriptorsOf(server);
    const sockets = Array.from({ length: 20 }, () => open(server.port).pause());
    for (const socket of sockets) socket.write(Buffer.concat(Array.from({ length: 16 }, () => get(largest))));
    await pause(3_000);
    expect(descriptorsOf(server)).toBeGreaterThanOrEqual(before + sockets.length);
    await expect.poll(() => descriptorsOf(server), { timeout: 15_000 }).toBeLessThanOrEqual(before);
    for (const socket of sockets) socket.destroy();
  });

  for (const [what, start, most] of [
    ["headers byte by byte gets 408 after ten seconds", "GET / HTTP/1.1\r\nX: ", 12_500],
    [
      "a body byte by byte gets 408 after a minute",
      `POST /login HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4000\r\n\r\n`,
      62_500,
    ],
  ] as const) {
    test(`A client that sends ${what}, and is cut off`, async () => {
      test.setTimeout(90_000);
      const origin = `Origin: ${server.origin}\r\nContent-Type: multipart/form-data; boundary=x\r\n`;
      const before = descriptorsOf(server);
      const begun = Date.now();
      const socket = open(server.port);
      let answer = "";
      socket.on("data", (chunk) => (answer += chunk));
      socket.write(start.replace("Host", `${origin}Host`));
      const drip = setInterval(() => socket.write("x"), 1_000);
      await expect.poll(() => answer, { timeout: 80_000 }).toMatch(/^HTTP\/1.1 408 /);
      await expect.poll(() => descriptorsOf(server), { timeout: 3_000 }).toBeLessThanOrEqual(before);
      expect(Date.now() - begun).toBeLessThan(most + 2_000);
      clearInterval(drip);
      socket.destroy();
    });
  }
}

/** Uses connections that close at once, so they are not counted. */
async function largestFile() {
  const fetched = (path: string) => fetch(`${server.origin}${path}`, { headers: { connection: "close" } });
  const page = await (await fetched(paths.logIn)).text();
  const files = [...page.matchAll(/\/_next\/static\/[\w./~-]+\.js/g)].map(([path]) => path);
  const sizes = await Promise.all(files.map(async (path) => (await (await fetched(path)).arrayBuffer()).byteLength));
  await pause(200);
  return files[sizes.indexOf(Math.max(...sizes))]!;
}

/** The number of files and connections that the process holds open. */
const descriptorsOf = ({ pid }: RunningServer) => readdirSync(`/proc/${pid}/fd`).length;
