import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { checkPort, isHostUnavailable, listen } from "@/lib/server/listen.mjs";
import { temporaryFolder } from "@/lib/testing/databases";

const open: Server[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => new Promise((closed) => server.close(closed))));
});

async function takenPort(host: string): Promise<number> {
  const server = createServer();
  await listen(server, 0, host);
  open.push(server);
  return (server.address() as AddressInfo).port;
}

const why = (port: number, host: string) =>
  checkPort(port, host).then(
    () => "",
    (error: Error) => error.message,
  );

it("A taken port and an unknown host are reported in a sentence", async () => {
  const port = await takenPort("127.0.0.1");
  const taken = `Another program uses port ${port}. Stop it, or choose another port: PORT=3001 npm start`;
  expect([await why(port, "127.0.0.1"), await why(port, "localhost"), await why(port, "0.0.0.0")]).toEqual([
    taken,
    taken,
    taken,
  ]);
  expect(await why(port, "203.0.113.7")).toBe("HOST is 203.0.113.7, which is not an address of this computer.");
  expect(await why(port, "no-such-name.invalid")).toBe(
    "HOST is no-such-name.invalid, which is not a name of this computer.",
  );
  await new Promise((closed) => open.pop()!.close(closed));
  expect(await why(port, "localhost")).toBe("");
});

it("A port that is taken at the second IP address of localhost is taken", async () => {
  const port = await takenPort("::1").catch((error) => (isHostUnavailable(error) ? null : Promise.reject(error)));
  if (port !== null) expect(await why(port, "localhost")).toMatch(/^Another program uses port \d+\./);
});

it("A start whose port is taken says so and creates nothing", async () => {
  const [port, folder] = [await takenPort("127.0.0.1"), temporaryFolder()];
  const env = {
    PATH: process.env.PATH,
    NODE_ENV: "production",
    PORT: String(port),
    DATABASE_URL: `file:${folder}/new/steward.db`,
    STEWARD_SECRET: "0f9a7c5b3e1d8642af9c7e5b3d1f8604",
  } as const;
  const start = () => spawnSync(process.execPath, ["lib/server/serve.mjs"], { encoding: "utf8", env });
  expect(start()).toMatchObject({
    status: 1,
    stdout: "",
    stderr: expect.stringMatching(/^Another program uses port \d+\. .*\n$/),
  });
  expect(existsSync(`${folder}/new`)).toBe(false);
  const misspelt = spawnSync(process.execPath, ["lib/server/serve.mjs"], {
    encoding: "utf8",
    env: { ...env, STEWARD_ORIGINS: "https://panel.example.com" },
  });
  expect(misspelt).toMatchObject({
    status: 1,
    stderr: "STEWARD_ORIGINS is not a setting of Steward. Did you mean STEWARD_ORIGIN?\n",
  });
});
