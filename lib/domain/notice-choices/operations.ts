import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change, unchanged } from "@/lib/access/change";
import { noticesChoice } from "@/lib/domain/notice-choices/schema";
import { chooseOtherNotices, wantsOtherNotices } from "@/lib/domain/notice-choices/store";
import { none } from "@/lib/isomorphic/fields";

/** Choose which notices come by mail. What is about the security of one's access always comes. */
export const chooseNotices = change({
  permission: "notices.choose",
  input: noticesChoice,
  output: none,
  target: wantsOtherNotices,
  run: async (auth, { input: { otherNotices }, target: before }) => {
    if (before === otherNotices) return unchanged(null);
    await chooseOtherNotices(auth, otherNotices);
    return { value: null, changes: changesBetween(told(before), told(otherNotices), ["otherNotices"]) };
  },
  audit: ({ changes }) => ({ changes }),
});

const told = (wanted: boolean) => ({ otherNotices: wanted ? "on" : "off" });
