// A proxy with TLS and its own certificate, as it stands in front of Steward on the internet.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@/lib/testing/servers";

/** Starts a proxy at `https://<name>:<port>` on this computer, in front of a port that is still free. */
export async function startTlsProxy(name: string) {
  const { key, cert } = certificateOf(name);
  const behind = await freePort();
  const server = createServer({ key, cert }, (req, res) => {
    const headers = { ...req.headers, "x-forwarded-for": req.socket.remoteAddress, "x-forwarded-proto": "https" };
    const passed = request(
      { host: "127.0.0.1", port: behind, method: req.method, path: req.url, headers },
      (answer) => {
        res.writeHead(answer.statusCode!, answer.headers);
        answer.pipe(res);
      },
    );
    passed.on("error", () => res.destroy());
    req.pipe(passed);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `https://${name}:${(server.address() as AddressInfo).port}`,
    cert,
    behind,
    close: () => (server.closeAllConnections(), new Promise((closed) => server.close(closed))),
  };
}

function certificateOf(name: string) {
  const folder = mkdtempSync(join(tmpdir(), "steward-tls-"));
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const asked = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2"];
  execFileSync(
    "openssl",
    [...asked, "-subj", `/CN=${name}`, "-addext", `subjectAltName=DNS:${name}`, "-keyout", key, "-out", cert],
    { stdio: "pipe" },
  );
  const both = { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8") };
  rmSync(folder, { recursive: true });
  return both;
}
