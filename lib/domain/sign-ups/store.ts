import "server-only";
import type { Authorized } from "@/lib/access/authorize";
import type { Db } from "@/lib/database/db";
import { newId } from "@/lib/security/tokens";

/** Keeps a request for an account. */
export async function keepSignUpRequest({ db, now }: Authorized<"account.request">, asked: { typed: string; language: string; address: string }): Promise<void> {
  await db.signUpRequest.create({ data: { ...asked, id: newId(), createdAt: now }, select: { id: true } });
}

/** The requests that wait longest, at most so many. */
export const listSignUpRequests = ({ db }: Authorized<"account.send-link">, most: number) =>
  db.signUpRequest.findMany({ orderBy: [{ createdAt: "asc" }, { id: "asc" }], take: most, select: { id: true } });

/** A request, unless it was answered in the meantime. */
export const findSignUpRequest = ({ db }: Authorized<"account.send-link">, id: string) => db.signUpRequest.findUnique({ where: { id } });

/** Takes a request, in the transaction of its answer. False where another process was faster. */
export const takeSignUpRequest = async (db: Db, id: string): Promise<boolean> => (await db.signUpRequest.deleteMany({ where: { id } })).count === 1;
