/** Why something that a page loads did not arrive: an update removed it, or the server did not answer. */
export type Loss = "updated" | "unanswered";

/** The server answered but does not have what this page needs. The page belongs to another version. */
export class OtherVersion extends Error {}

/** The server did not answer, or not with what this page needs. */
export class Unanswered extends Error {}

/**
 * Tells the two apart after an `import()` failed, also during rendering. File names change with their content, so an updated server no
 * longer has the old file. Asks for it once more, because a file may also be lost on the way.
 */
export async function lossReason(error: unknown): Promise<Loss> {
  if (error instanceof OtherVersion) return "updated";
  const file = fileOf(error);
  if (!file) return "unanswered";
  try {
    const { status } = await fetch(file, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(10_000) });
    return status === 404 ? "updated" : "unanswered";
  } catch {
    return "unanswered";
  }
}

/** Whether a file of the program could not be loaded. */
export const isLoss = (error: unknown): boolean =>
  error instanceof OtherVersion || error instanceof Unanswered || isChunkError(error);

const isChunkError = (error: unknown): error is Error => error instanceof Error && error.name === "ChunkLoadError";

/** The URL is only in the error's message. */
const fileOf = (error: unknown) => (isChunkError(error) ? /\/_next\/static\/\S+/.exec(error.message)?.[0] : undefined);
