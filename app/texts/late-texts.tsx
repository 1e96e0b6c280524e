"use client";

import { useEffect, useState, type ReactNode } from "react";
import { useLocale, type useMessages } from "next-intl";
import { OtherVersion } from "@/components/form/late";
import { MoreTexts } from "@/components/ui/more-texts";
import { paths } from "@/lib/isomorphic/paths";

type All = ReturnType<typeof useMessages>;

type Props = {
  of: readonly (keyof All)[];
  /** They could not be had: see `whyLost`. */
  onFailed: (error: unknown) => void;
  children: ReactNode;
};

/** What few ever open brings its texts when it opens, and stands there once they are here: no page carries them. */
export function LateTexts({ of: sections, onFailed, children }: Props) {
  const [texts, setTexts] = useState<Partial<All> | null>(null);
  const [asked, locale] = [sections.join(), useLocale()];
  useEffect(() => {
    let current = true;
    textsOf(asked).then(
      (answer) => current && setTexts(answer),
      (error) => current && onFailed(error),
    );
    return () => {
      current = false;
    };
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- Asked once a language, whatever is to be done if it fails.
  }, [asked, locale]);
  return texts && <MoreTexts texts={texts}>{children}</MoreTexts>;
}

async function textsOf(sections: string): Promise<Partial<All>> {
  const answer = await fetch(`${paths.texts}?of=${sections}`);
  if (answer.status === 404) throw new OtherVersion();
  if (!answer.ok) throw new Error(`the texts came with ${answer.status}`);
  const texts = (await answer.json()) as Partial<All>;
  // A later program may have named its sections otherwise, and a key would stand where a text belongs.
  if (sections.split(",").some((section) => !(section in texts))) throw new OtherVersion();
  return texts;
}
