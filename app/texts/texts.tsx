import type { ReactNode } from "react";
import { TextsFrom } from "@/app/texts/texts-from";
import { currentTexts } from "@/lib/doors/texts";
import type { PartOfTexts } from "@/lib/i18n/texts-files";

/** Gives client components the texts of this part, from one file that browsers keep. The page itself carries only its address. */
export async function Texts({ of: part, children }: { of: PartOfTexts; children: ReactNode }) {
  return <TextsFrom file={await currentTexts(part)}>{children}</TextsFrom>;
}
