import "server-only";
import { read } from "@/lib/access/operation";
import { historyPage } from "@/lib/domain/sign-ins/output";
import { shownAttempt } from "@/lib/domain/sign-ins/rules";
import { historyQuery } from "@/lib/domain/sign-ins/schema";
import { listOwn } from "@/lib/domain/sign-ins/store";

const triesPerPage = 25;

/** Lists the actor's own login history by page, newest first. */
export const listHistory = read({
  permission: "history.list",
  input: historyQuery,
  output: historyPage,
  run: async (auth, { cursor, misread }) => {
    const { rows, strayed, ...ways } = await listOwn(auth, cursor, triesPerPage);
    return { ...ways, tries: rows.map((row) => shownAttempt(auth.actor.principal, row)), misread: misread || strayed };
  },
});
