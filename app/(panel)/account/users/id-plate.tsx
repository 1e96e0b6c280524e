import { useTranslations } from "next-intl";
import { Anatomy } from "@/components/ui/anatomy";
import { CompositeId } from "@/components/ui/composite-id";
import { CopyButton } from "@/components/ui/copy-button";

type Props = {
  digitalId: string;
  handle: string;
  /** The login of an existing user, if there is one. */
  example?: string;
};

/** The account's digital ID, the rule for composite IDs, and an example in its parts. */
export function IdPlate({ digitalId, handle, example }: Props) {
  const [t, ids, copy] = [useTranslations("users"), useTranslations("ids"), useTranslations("copy")];
  const login = example && example.length <= 20 ? example : ids("example");
  return (
    <div className="idplate">
      <div className="own">
        <span className="k">{ids("digitalId")}</span>
        <span className="big">
          <span>{digitalId}</span>
          <CopyButton
            value={digitalId}
            iconOnly
            label={copy("value", { value: digitalId })}
            copied={copy("copied")}
            failed={copy("failed")}
          />
        </span>
      </div>
      <div className="rule">
        <div>
          <p>{t("rule")}</p>
          <p>
            <span>{t("handleToo")}</span> <CompositeId account={handle} person={login} />
          </p>
        </div>
        <Anatomy
          account={{ text: digitalId, label: ids("digitalIdLower") }}
          person={{ text: login, label: ids("login") }}
        />
      </div>
    </div>
  );
}
