"use client";

import { useEffect, useState, type ReactNode } from "react";
import { useLocale, type useMessages } from "next-intl";
import { OtherVersion } from "@/components/form/lazy";
import { MoreTexts } from "@/components/ui/more-texts";
import { paths } from "@/lib/isomorphic/paths";

type All = ReturnType<typeof useMessages>;

type Props = {
  of: readonly (keyof All)[];
  /** Called when the texts could not be loaded: see `lossReason`. */
  onFailed: (error: unknown) => void;
  children: ReactNode;
};

/** Loads texts when a rarely used part opens, then renders it. So no page has to carry them. */
export function LazyTexts({ of: sections, onFailed, children }: Props) {
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
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- Asks once per language, even if onFailed changes.
  }, [asked, locale]);
  return texts && <MoreTexts texts={texts}>{children}</MoreTexts>;
}

async function textsOf(sections: string): Promise<Partial<All>> {
  const answer = await fetch(`${paths.texts}?of=${sections}`);
  if (answer.status === 404) throw new OtherVersion();
  if (!answer.ok) throw new Error(`the texts came with ${answer.status}`);
  const texts = (await answer.json()) as Partial<All>;
  // A later version may have renamed its sections. A missing one would show keys instead of texts.
  if (sections.split(",").some((section) => !(section in texts))) throw new OtherVersion();
  return texts;
}
