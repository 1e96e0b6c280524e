import type { ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Words } from "@/components/ui/words";

/** account / person. Reads and copies without spaces: `1234-567-89/jane`. Without a person, only the account. */
export function CompositeId({ account, person, breaks }: { account: string; person?: ReactNode; breaks?: boolean }) {
  const look = classes("composite-id", breaks && "wrap-anywhere whitespace-normal");
  if (!person) return <span className={look}>{account}</span>;
  return (
    <span className={look}>
      <span>{account}</span>
      <i>/</i>
      <wbr />
      <Words>{person}</Words>
    </span>
  );
}
