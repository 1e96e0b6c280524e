import type { ReactNode } from "react";
import { Words } from "@/components/ui/words";

/** account / person. Reads and copies without spaces: `1234-567-89/jane`. Without a person, only the account. */
export function CompositeId({ account, person, breaks }: { account: string; person?: ReactNode; breaks?: boolean }) {
  const look = breaks ? "composite-id wrap-anywhere whitespace-normal" : "composite-id";
  if (person === undefined) return <span className={look}>{account}</span>;
  return (
    <span className={look}>
      <span>{account}</span>
      <i>/</i>
      <wbr />
      <Words>{person}</Words>
    </span>
  );
}
