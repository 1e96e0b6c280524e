import type { Page } from "@playwright/test";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A software security key, for answers that no browser would send: it signs anything. */
export type SoftKey = ReturnType<typeof newSoftKey>;

type KeyOptions = {
  /** The challenge of the options. */
  challenge: string;
  origin: string;
  /** The site; by default the origin's host. */
  site?: string;
  /** Whether the user was asked for a fingerprint or a PIN. */
  verified?: boolean;
  userHandle?: string;
  /** The signature counter. By default it stays 0. */
  counter?: number;
};

export function newSoftKey() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x, y } = publicKey.export({ format: "jwk" });
  const id = randomBytes(32);
  // COSE: { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }
  const cose = Buffer.concat([
    Buffer.from([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]),
    Buffer.from(x!, "base64url"),
    Buffer.from([0x22, 0x58, 0x20]),
    Buffer.from(y!, "base64url"),
  ]);

  const clientData = (type: string, { challenge, origin }: KeyOptions) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const authData = ({ origin, site, verified, counter = 0 }: KeyOptions, credential?: Buffer) => {
    const flags = 0x01 | (verified ? 0x04 : 0) | (credential ? 0x40 : 0);
    const count = Buffer.alloc(4);
    count.writeUInt32BE(counter);
    const host = createHash("sha256")
      .update(site ?? new URL(origin).hostname)
      .digest();
    return Buffer.concat([host, Buffer.from([flags]), count, credential ?? Buffer.alloc(0)]);
  };

  return {
    id: id.toString("base64url"),
    publicKey: cose.toString("base64url"),

    /** The answer to a registration, serialized as a browser does. */
    register(options: KeyOptions): string {
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const data = authData(options, Buffer.concat([Buffer.alloc(16), length, id, cose]));
      // CBOR: { fmt: "none", attStmt: {}, authData }
      const attestation = Buffer.concat([
        Buffer.from([0xa3, 0x63]),
        Buffer.from("fmt"),
        Buffer.from([0x64]),
        Buffer.from("none"),
        Buffer.from([0x67]),
        Buffer.from("attStmt"),
        Buffer.from([0xa0]),
        Buffer.from([0x68]),
        Buffer.from("authData"),
        Buffer.from([0x58, data.length]),
        data,
      ]);
      const response = {
        clientDataJSON: base64(clientData("webauthn.create", options)),
        attestationObject: base64(attestation),
        transports: ["usb"],
      };
      return JSON.stringify({
        id: base64(id),
        rawId: base64(id),
        type: "public-key",
        response,
        clientExtensionResults: { credProps: { rk: true } },
      });
    },

    /** The answer to an authentication. */
    answer(options: KeyOptions): string {
      const [client, data] = [clientData("webauthn.get", options), authData(options)];
      const signed = sign("sha256", Buffer.concat([data, createHash("sha256").update(client).digest()]), privateKey);
      const response = {
        clientDataJSON: base64(client),
        authenticatorData: base64(data),
        signature: base64(signed),
        userHandle: options.userHandle,
      };
      return JSON.stringify({
        id: base64(id),
        rawId: base64(id),
        type: "public-key",
        response,
        clientExtensionResults: {},
      });
    },
  };
}

const base64 = (bytes: Buffer) => bytes.toString("base64url");

/** Chromium's virtual authenticator, which answers automatically. */
export async function plugIn(page: Page, options: { verifies: boolean; resident?: boolean }) {
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: options.resident ? "internal" : "usb",
      hasResidentKey: options.resident ?? false,
      hasUserVerification: options.verifies,
      isUserVerified: options.verifies,
      automaticPresenceSimulation: true,
    },
  });
  return { remove: () => client.send("WebAuthn.removeVirtualAuthenticator", { authenticatorId }) };
}
