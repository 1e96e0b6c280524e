import { vi } from "vitest";

// A hash takes 300 ms of a processor, and nearly every test uses the same few passwords. Each worker hashes a password once, and compares it
// with a hash once: the answers are the real ones. A test of the hashing itself begins with `vi.unmock("@/lib/security/password-hash")`.
vi.mock("@/lib/security/password-hash", async (original) => {
  const real = await original<typeof import("@/lib/security/password-hash")>();
  const worker = globalThis as typeof globalThis & { stewardKeptHashes?: Map<string, Promise<unknown>> };
  const kept = (worker.stewardKeptHashes ??= new Map());
  const once = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const name = JSON.stringify(key);
    if (!kept.has(name)) {
      const answer = ask();
      kept.set(name, answer);
      // A refusal because too many wait is not kept.
      answer.catch(() => kept.delete(name));
    }
    return kept.get(name) as Promise<T>;
  };
  return {
    ...real,
    hashPassword: (password: string) => once(["hash", password], () => real.hashPassword(password)),
    verifyPassword: (password: string, hash: string | null) =>
      once(["verify", password, hash], () => real.verifyPassword(password, hash)),
  } satisfies typeof real;
});
