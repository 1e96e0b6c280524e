import { useTranslations } from "next-intl";
import { CompositeId } from "@/components/ui/composite-id";
import { CopyButton } from "@/components/ui/copy-button";
import { Notice } from "@/components/ui/notice";
import { signInIdOf } from "@/lib/isomorphic/identifiers";
import type { Status } from "@/lib/policy";

type Props = {
  digitalId: string;
  user?: { login: string; email: string; status: Status };
  /** The user already existed. */
  repeated?: boolean;
};

/** The ID to keep or pass on, after a sign-up or after a user was added without JavaScript. */
export function NewIdNotice({ digitalId, user, repeated = false }: Props) {
  const [t, copy] = [useTranslations("users"), useTranslations("copy")];
  const login = user?.login ?? "";
  return (
    <div className="px-gutter pt-3.5">
      <Notice tone="success" role="status">
        <p>
          {user ? (
            <>
              <b>{`${t(repeated ? "isThere" : "added", user)}.`}</b> {repeated && <span>{`${t("repeated")} `}</span>}
              <span>{user.status === "invited" ? t("invitedText", user) : t("addedText")}</span>
            </>
          ) : (
            <span>{t("welcome")}</span>
          )}
        </p>
        <div className="button-row mt-2">
          <CompositeId account={digitalId} person={login} breaks />
          <CopyButton
            value={signInIdOf({ login, account: { digitalId } })}
            label={copy("copy")}
            copied={copy("copied")}
            failed={copy("failed")}
          />
        </div>
      </Notice>
    </div>
  );
}
