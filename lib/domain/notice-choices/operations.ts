import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, unchanged } from "@/lib/access/change";
import { noticesChoice } from "@/lib/domain/notice-choices/schema";
import { chooseOtherNotices, wantsOtherNotices } from "@/lib/domain/notice-choices/store";
import { none } from "@/lib/isomorphic/fields";

/** Chooses which notices the actor gets by email. Those about the security of their login always come. */
export const chooseNotices = change({
  permission: "notices.choose",
  input: noticesChoice,
  output: none,
  target: wantsOtherNotices,
  run: async (auth, { input: { otherNotices }, target: before }) => {
    if (before === otherNotices) return unchanged(null);
    await chooseOtherNotices(auth, otherNotices);
    return { value: null, changes: changesBetween(choiceValues(before), choiceValues(otherNotices), ["otherNotices"]) };
  },
  audit: ({ changes }) => ({ changes }),
});

const choiceValues = (wanted: boolean) => ({ otherNotices: wanted ? "on" : "off" });
