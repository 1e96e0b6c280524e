import { getTranslations } from "next-intl/server";
import { Notice } from "@/components/ui/notice";
import { hasBlankEndCookie } from "@/lib/doors/session-cookie";

/** Warns after a form without JavaScript set a password that begins or ends with a space. */
export async function BlankEndNotice({ className }: { className?: string }) {
  if (!(await hasBlankEndCookie())) return null;
  const notice = (
    <Notice tone="warning" role="status">
      {(await getTranslations("strength"))("blankSet")}
    </Notice>
  );
  return className ? <div className={className}>{notice}</div> : notice;
}
