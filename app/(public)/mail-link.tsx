import type { ReactNode } from "react";
import { PublicFrame } from "@/app/(public)/frame";
import { WhichId } from "@/app/(public)/which-id";
import { Link } from "@/components/ui/link";
import { Notice } from "@/components/ui/notice";

/**
 * Shared by the pages of email links. Opening such a page consumes nothing, because mail scanners open links too. A button performs the
 * link's action (mail-link-form.tsx).
 */
export type MailLinkProps = { searchParams: Promise<Record<string, string | string[] | undefined>> };

/** The token of the link, or "" if it has none. */
export async function tokenIn(searchParams: MailLinkProps["searchParams"]): Promise<string> {
  const { token } = await searchParams;
  return typeof token === "string" ? token.slice(0, 200) : "";
}

type OverProps = {
  title: string;
  text: string;
  tone?: "warning" | "success";
  onward: { href: string; text: string }[];
  aside?: ReactNode;
};

/** The page of a link that no longer works or has done its work. `onward` lists where to go next. */
export function LinkIsOver({ title, text, tone = "warning", onward, aside = <WhichId /> }: OverProps) {
  return (
    <PublicFrame title={title} aside={aside}>
      <Notice tone={tone} role="status">
        {text}
      </Notice>
      <div className="links">
        {onward.map((link) => (
          <Link key={link.href} href={link.href}>
            {link.text}
          </Link>
        ))}
      </div>
    </PublicFrame>
  );
}
