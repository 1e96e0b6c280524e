import "server-only";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Piscina } from "piscina";
import type { Score, WeakReason } from "@/lib/isomorphic/password-strength.mjs";
import { currentQueueSlot, FairQueue } from "@/lib/security/fair-queue";

/**
 * Hashes a password: bcrypt at cost 12 over base64(HMAC-SHA-384(label, NFC password)), about 300 ms in a thread of the pool. The hash names
 * its own parameters (`$2b$12$…`). Throws `QueueFullError` if too many wait.
 */
export function hashPassword(password: string): Promise<string> {
  return inPool("hash", { password, cost });
}

/**
 * Whether this is the password of the hash. Without a hash (an unknown ID, or a person without a password) it takes as long as for a
 * wrong password and returns false. Throws `QueueFullError` if too many wait.
 */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const real = hash !== null && /^\$2b\$(?:0[4-9]|1\d)\$[./A-Za-z0-9]{53}$/.test(hash);
  const same = await inPool<boolean>("compare", { password, hash: real ? hash : nobodysHash });
  return real && same;
}

/** Whether a hash has other parameters than today's, so that the next log-in should hash the password again. */
export const needsRehash = (hash: string): boolean => !hash.startsWith(`$2b$${cost}$`);

/**
 * scrypt of a code that Steward made, in hexadecimal: about 75 ms in a thread of the pool, with 16 MiB. A set of codes shares one salt, so
 * one hash checks a code against the whole set. Throws `QueueFullError` if too many wait.
 */
export function hashCode(code: string, salt: string): Promise<string> {
  return inPool("derive", { code, salt });
}

/**
 * Judges in the pool how well a new password withstands guessing, as `assessPassword` of lib/isomorphic/password-strength.mjs does.
 * Throws `QueueFullError` if too many wait.
 */
export function judgePassword(
  password: string,
  userInputs: readonly string[],
): Promise<{ score: Score; reason: WeakReason | null }> {
  return inPool("judge", { password, userInputs });
}

const cost = 12;
const mostWaiting = 200;

// The hash of a random password that nobody knows.
const nobodysHash = `$2b$${cost}$qm51AmC93vRrHa2jECIjSOxHHSVITFG0fbUD.867MMbC9hsQ1tgYi`;

// Next evaluates a module once per bundle. The threads are kept outside the bundles: one pool per process.
const shared = globalThis as typeof globalThis & { stewardPasswords?: { pool: Piscina; turns: FairQueue } };

async function inPool<T>(name: "hash" | "compare" | "derive" | "judge", task: object): Promise<T> {
  const { pool, turns } = (shared.stewardPasswords ??= newPool());
  return turns.take(currentQueueSlot(), () => pool.run(task, { name }));
}

function newPool(): { pool: Piscina; turns: FairQueue } {
  const threads = Math.max(1, availableParallelism() - 1);
  const pool = new Piscina({
    // Relative to the project's folder, where every process starts. In a build this file is elsewhere.
    filename: join(/* turbopackIgnore: true */ process.cwd(), "lib/security/password-worker.mjs"),
    minThreads: 1,
    maxThreads: threads,
    idleTimeout: 60_000,
  });
  return { pool, turns: new FairQueue(threads, mostWaiting) };
}
