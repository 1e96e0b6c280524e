"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import {
  releaseTwoFactorAction,
  requireTwoFactorAction,
  viewRequirementAction,
} from "@/app/(panel)/account/security/actions";
import { BackgroundReadFailed, useBackgroundRead } from "@/components/form/background-read";
import { ChoiceForm } from "@/components/form/choice-form";
import { RadioField, TextField } from "@/components/form/fields";
import { Form } from "@/components/form/form";
import { useHold, useTyped } from "@/components/form/form-context";
import type { Register } from "@/components/form/use-fields";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Shield, ShieldCheck } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item-list";
import { Notice } from "@/components/ui/notice";
import { useToast } from "@/components/ui/toast";
import { useOpened } from "@/components/ui/use-opened";

const schema = () => import("@/lib/domain/two-factor-requirement/schema").then(({ requirement }) => requirement);

type Props = {
  /** The current requirement in words; empty if there is none. */
  now: { whom: string; since: string };
  /** Initial values: the current requirement, or the most common choice. */
  begins: { for: string; days: string };
  /** Whether this user has two-factor authentication. */
  own: boolean;
  /** Whether it can be required: only after the mail server has delivered an email. */
  ready: boolean;
  /** The list of users without two-factor authentication. */
  listHref: string;
};

/** *Require two-factor* for the account. Shows who has it and who would need it before the button that requires it. */
export function Requirement({ now, begins, own, ready, listHref }: Props) {
  const t = useTranslations("required");
  const [opened, open] = useOpened<"require">();
  const required = now.whom !== "";
  return (
    <>
      <ItemList>
        <Item
          lead
          icon={required ? <ShieldCheck /> : <Shield />}
          title={required ? t("now", { whom: now.whom }) : t("nobody")}
        >
          <p>{required ? now.since : t("nobodyText")}</p>
        </Item>
      </ItemList>
      {!ready && (
        <div className="pt-3">
          <Notice>{t("notYet")}</Notice>
        </div>
      )}
      <div className="button-row mt-3">
        <Button className="needs-script" onClick={() => open("require")}>
          {required ? t("change") : t("require")}
        </Button>
        {required && (
          <ChoiceForm action={releaseTwoFactorAction}>
            <Button type="submit" variant="quiet">
              {t("release")}
            </Button>
          </ChoiceForm>
        )}
      </div>
      {opened && <RequireDialog {...{ begins, own, listHref }} onClose={opened.close} />}
    </>
  );
}

function RequireDialog({
  begins,
  own,
  listHref,
  onClose,
}: Pick<Props, "begins" | "own" | "listHref"> & { onClose: () => void }) {
  const [t, frame, form] = [useTranslations("required"), useTranslations("frame"), useTranslations("form")];
  const [toast, router] = [useToast(), useRouter()];
  return (
    <Dialog title={t("dialogTitle")} subtitle={t("dialogText")} closeLabel={frame("close")} onClose={onClose}>
      <Form
        schema={schema}
        action={requireTwoFactorAction}
        defaultValues={begins}
        onDone={() => {
          onClose();
          toast({ title: t("done"), text: t("doneText") });
          // The new requirement may apply to this user next.
          router.refresh();
        }}
        submitLabel={t("confirm")}
        cancelLabel={form("cancel")}
      >
        {(register) => (
          <>
            <RadioField
              {...register("for")}
              label={t("of")}
              cards={[
                { value: "writers", label: t("writers"), meaning: t("writersMeaning") },
                { value: "everyone", label: t("everyone"), meaning: t("everyoneMeaning") },
              ]}
            />
            <TextField
              {...register("days")}
              label={t("days")}
              hint={t("daysHint")}
              inputMode="numeric"
              maxLength={2}
              autoComplete="off"
            />
            <PreviewOf {...{ register, own, listHref }} />
          </>
        )}
      </Form>
    </Dialog>
  );
}

type PreviewProps = Pick<Props, "own" | "listHref"> & { register: Register<"for" | "days"> };

/** Whom the requirement would affect, with the form's current values. */
function PreviewOf({ register, own, listHref }: PreviewProps) {
  const t = useTranslations("required");
  const [asked, days] = [useTyped(register("for")), useTyped(register("days"))];
  const { found, refused, again } = useBackgroundRead(viewRequirementAction, { for: asked });
  useHold(!found, refused ? t("unseen") : "");
  if (refused) return <BackgroundReadFailed refused={refused} again={again} />;
  if (!found?.preview) return <p className="text-muted">…</p>;
  const { on, off, holderOff, logins, atOnce, more } = found.preview;
  const names = [...(holderOff ? [t("you")] : []), ...logins];
  return (
    <div role="status">
      <ItemList>
        <Item>
          <span>{t("have", { count: on })}</span>
        </Item>
        <Item end={logins.length > 0 && <a href={listHref}>{t("list")}</a>}>
          <span>
            {off > 0
              ? t("lackNamed", {
                  people: t("lack", { count: off }),
                  names: names.join(", "),
                  more: Math.max(0, off - names.length),
                })
              : t("lack", { count: off })}
          </span>
        </Item>
        {/^\d+$/.test(days) && (
          <Item>
            <span>{Number(days) > 0 ? t("atOnceLater") : t(more ? "atOnceMore" : "atOnce", { count: atOnce })}</span>
          </Item>
        )}
        {!own && (
          <Item>
            <span>{t("own")}</span>
          </Item>
        )}
      </ItemList>
    </div>
  );
}
