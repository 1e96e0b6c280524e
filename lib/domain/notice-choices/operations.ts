import "server-only";
import { changesBetween } from "@/lib/access/audit";
import { change } from "@/lib/access/operation";
import { noticesChoice } from "@/lib/domain/notice-choices/schema";
import { chooseOtherNotices, wantsOtherNotices } from "@/lib/domain/notice-choices/store";

/** Choose which notices come by mail. What is about the security of one's access always comes. */
export const chooseNotices = change({
  permission: "notices.choose",
  input: noticesChoice,
  prepare: (form) => form,
  run: async (auth, { otherNotices }) => {
    const before = await wantsOtherNotices(auth);
    await chooseOtherNotices(auth, otherNotices);
    return { value: null, changes: changesBetween(told(before), told(otherNotices), ["otherNotices"]) };
  },
  audit: ({ changes }) => (changes.length > 0 ? { changes } : null),
});

const told = (wanted: boolean) => ({ otherNotices: wanted ? "on" : "off" });
