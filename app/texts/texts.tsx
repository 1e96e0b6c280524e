import type { ReactNode } from "react";
import { TextsFrom } from "@/app/texts/texts-from";
import { currentTexts } from "@/lib/doors/texts";
import type { PartOfTexts } from "@/lib/i18n/texts-files";

type Props = { of: PartOfTexts; late?: PartOfTexts; children: ReactNode };

/**
 * Gives client components the texts of this part, from one file that browsers keep. The page itself carries only its address, and that of
 * the file for what loads later.
 */
export async function Texts({ of: part, late, children }: Props) {
  return (
    <TextsFrom file={await currentTexts(part)} {...(late && { late: await currentTexts(late) })}>
      {children}
    </TextsFrom>
  );
}
