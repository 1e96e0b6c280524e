import type { ReactNode } from "react";
import { Texts } from "@/app/texts/texts";

export default function PublicLayout({ children }: { children: ReactNode }) {
  return <Texts of="visitors">{children}</Texts>;
}
