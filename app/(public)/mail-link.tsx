import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PublicFrame, WhichId } from "@/app/(public)/frame";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

/**
 * What the pages share that a link of a mail leads to. Opening one consumes nothing, as mail scanners open links too:
 * a button does what the link is for (mail-link-form.tsx).
 */
export type MailLinkProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The token of the link; "" where it has none. */
export async function tokenIn(searchParams: MailLinkProps["searchParams"]): Promise<string> {
  const { token } = await searchParams;
  return typeof token === "string" ? token.slice(0, 200) : "";
}

type OverProps = { title: string; text: string; tone?: "warning" | "success"; onward: { href: string; text: string }[]; aside?: ReactNode };

/** The page of a link that is good for nothing any more, or has done what it was for; `onward` says where to go from there. */
export async function LinkIsOver({ title, text, tone = "warning", onward, aside = <WhichId /> }: OverProps) {
  const t = await getTranslations("ids");
  return (
    <PublicFrame title={title} asideLabel={t("about")} aside={aside}>
      <Notice tone={tone} role="status">{text}</Notice>
      <div className="links">
        {onward.map((link) => (
          <Link key={link.href} href={link.href}>{link.text}</Link>
        ))}
      </div>
    </PublicFrame>
  );
}
