import "server-only";
import { writerOf, type AnyWriter, type Authorized, type Autocommit } from "@/lib/access/authorize";
import { newId } from "@/lib/security/tokens";

/** Stores a request for an account. */
export async function savePendingSignUp(
  { writer, now }: Autocommit<"account.request">,
  pending: { typed: string; language: string; ip: string },
): Promise<void> {
  await writer.signUpRequest.create({ data: { ...pending, id: newId(), createdAt: now }, select: { id: true } });
}

/** Lists at most `most` requests, oldest first. */
export const listPendingSignUps = ({ db }: Authorized<"account.send-link">, most: number) =>
  db.signUpRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });

/** Finds a request. Null if it was answered in between. */
export const findPendingSignUp = ({ db }: Authorized<"account.send-link">, id: string) =>
  db.signUpRequest.findUnique({ where: { id } });

/** Deletes a request, in the transaction of its answer. False if another process was faster. */
export const claimPendingSignUp = async (auth: AnyWriter<"account.send-link">, id: string): Promise<boolean> =>
  (await writerOf(auth).signUpRequest.deleteMany({ where: { id } })).count === 1;
