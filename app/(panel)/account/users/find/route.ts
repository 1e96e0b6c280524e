import { rowsOf } from "@/app/(panel)/account/users/rows";
import { asResult, asRoute } from "@/lib/as-route";
import { loadMember } from "@/lib/load";
import { done } from "@/lib/result";
import { listUsers } from "@/lib/users/operations";

const most = 6;

/** The first few users whom the list's own search finds. An address, not an action: actions wait for one another, and cannot be called off. */
export const GET = asRoute(listUsers, {
  ...asResult,
  input: (request) => Object.fromEntries(new URL(request.url).searchParams),
  answer: async ({ users }) => Response.json(done(await rowsOf(users.slice(0, most), await loadMember()))),
});
