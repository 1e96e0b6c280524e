import { rowsOf } from "@/app/(panel)/account/users/rows";
import { listUsers } from "@/lib/domain/users/operations";
import { loadMember } from "@/lib/doors/page";
import { asResult, asRoute } from "@/lib/doors/route";
import { done } from "@/lib/isomorphic/result";

const most = 6;

/**
 * Finds the first few users, with the list's own search. A route instead of an action: actions run one after another and cannot be aborted.
 * Uses POST because the form says for whom the page was drawn.
 */
export const POST = asRoute(listUsers, {
  ...asResult,
  answer: async ({ users }) => Response.json(done(await rowsOf(users.slice(0, most), (await loadMember()).principal))),
});
