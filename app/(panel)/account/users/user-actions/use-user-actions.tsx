"use client";

import { useLocale, useTranslations } from "next-intl";
import { disableUserAction, enableUserAction, restoreUserAction } from "@/app/(panel)/account/users/actions";
import { useInvitation } from "@/app/(panel)/account/users/new/invitation";
import type { Question } from "@/app/(panel)/account/users/user-actions/question";
import type { TargetUser, UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { useLatePart } from "@/app/texts/late-part";
import { LateTexts } from "@/app/texts/texts-from";
import { useAction } from "@/components/form/use-action";
import { copyText } from "@/components/ui/copy-text";
import { Ban, CircleCheck, Copy, Key, Laptop, Lines, Pencil, Restore, Shield, Trash } from "@/components/ui/icon";
import type { MenuItem } from "@/components/ui/menu";
import { useToast, type Toast } from "@/components/ui/toast";
import { useOpened } from "@/components/ui/use-opened";
import { formatDay } from "@/lib/isomorphic/date-format";
import { activityOf } from "@/lib/isomorphic/paths";
import { withheldKey, type PermissionOnUsers } from "@/lib/policy";

const loadQuestion = () =>
  import("@/app/(panel)/account/users/user-actions/question").then(({ QuestionDialog }) => QuestionDialog);

/**
 * The actions on a user, each with the reason if it is withheld, and the open dialog. Where an action can be undone, its toast offers it.
 * The dialogs load when one is needed; `prepare` begins before that.
 */
export function useUserActions({ withheld, account, zone }: UserActionsContext) {
  const [t, translate] = [useTranslations("users"), useTranslations()];
  // A copy of the user: the row may change or disappear while the dialog is open.
  const [asking, ask] = useOpened<{ question: Question; user: TargetUser }>();
  const { Part: QuestionDialog, whenReady, prepare } = useLatePart(loadQuestion);
  const toastActs = useToastActs({ withheld, zone });
  const invitationOf = useInvitation(account);
  const copy = useCopy();

  function actsFor(user: TargetUser): MenuItem[] {
    const reasonFor = (
      permission: PermissionOnUsers,
      selfReason?: "disable" | "remove" | "set-password" | "reset-two-factor" | "end-sessions",
    ) => {
      if (withheld.includes(permission)) return translate(withheldKey(permission));
      return user.self && selfReason ? translate(`reasons.self.${selfReason}`) : undefined;
    };
    const open = (question: Question) => () => void whenReady(() => ask({ question, user }));
    const activity = { label: t("activity"), icon: <Lines />, apart: true, href: activityOf(user.login) };
    if (user.status === "removed") {
      return [
        {
          label: t("restore"),
          icon: <Restore />,
          withheld: reasonFor("users.restore") ?? (user.restorableUntil ? undefined : translate("errors.restore_late")),
          onSelect: () => toastActs.restore(user),
        },
        activity,
      ];
    }
    const { id, instructions } = invitationOf(user.login);
    return [
      { label: t("edit"), icon: <Pencil />, withheld: reasonFor("users.edit"), onSelect: open("edit") },
      {
        label: t("setPassword"),
        icon: <Key />,
        withheld: reasonFor("users.set-password", "set-password"),
        onSelect: open("password"),
      },
      ...(user.twoFactor
        ? [
            {
              label: t("resetTwoFactor"),
              icon: <Shield />,
              withheld: reasonFor("users.reset-two-factor", "reset-two-factor"),
              onSelect: open("two-factor"),
            },
          ]
        : []),
      {
        label: t("sessions"),
        icon: <Laptop />,
        withheld: reasonFor("users.end-sessions", "end-sessions"),
        onSelect: open("sessions"),
      },
      user.status === "disabled"
        ? {
            label: t("enable"),
            icon: <CircleCheck />,
            withheld: reasonFor("users.enable"),
            onSelect: () => toastActs.enable(user),
          }
        : {
            label: t("disable"),
            icon: <Ban />,
            withheld: reasonFor("users.disable", "disable"),
            onSelect: open("disable"),
          },
      activity,
      { label: t("copyId"), icon: <Copy />, onSelect: () => copy(id) },
      { label: t("copyInstructions"), icon: <Copy />, onSelect: () => copy(instructions) },
      {
        label: t("remove"),
        icon: <Trash />,
        danger: true,
        apart: true,
        withheld: reasonFor("users.remove", "remove"),
        onSelect: open("remove"),
      },
    ];
  }

  const dialog = asking && QuestionDialog && (
    <LateTexts>
      <QuestionDialog
        {...asking.value}
        account={account}
        zone={zone}
        onClose={asking.close}
        onDisabled={(done) => toastActs.disabled(asking.value.user, done)}
        onRemoved={(done) => toastActs.removed(asking.value.user, done)}
      />
    </LateTexts>
  );
  return { actsFor, dialog, prepare };
}

/** Copies a text, and says so. */
function useCopy() {
  const [toast, t] = [useToast(), useTranslations("copy")];
  return (text: string) =>
    void copyText(text).then((done) =>
      toast(done ? { title: t("copied"), text } : { title: t("failed"), failed: true }),
    );
}

type Named = Pick<TargetUser, "id" | "login">;

/** Runs actions that need no question, and reports the results of all. Each result offers its undo if there is one. */
function useToastActs({ withheld, zone }: Pick<UserActionsContext, "withheld" | "zone">) {
  const [t, locale, toast] = [useTranslations("users"), useLocale(), useToast()];
  const [disabling, enabling, restoring] = [
    useAction(disableUserAction),
    useAction(enableUserAction),
    useAction(restoreUserAction),
  ];

  /** An undo of an undo has no keys: a user who holds them would switch back and forth. */
  const undoBy = (permission: PermissionOnUsers, keys: boolean, run: () => Promise<void>) =>
    withheld.includes(permission) ? undefined : { label: t("undo"), run, keys };

  /** Says that the invited user gets another link. */
  const sent = ({ email, until }: { email: string; until: string | null }) =>
    t(until ? "mailWaits" : "invitedAgain", { email });

  const asDisabled = (user: Named, { ended }: { ended: number }, keys: boolean): Toast => ({
    title: t("disabled", user),
    text: t("sessionsEnded", { count: ended }),
    undo: undoBy("users.enable", keys, () => enable(user, false)),
  });

  const disable = (user: Named) => disabling.send({ id: user.id }, (done) => toast(asDisabled(user, done, false)));

  const enable = (user: Named, keys: boolean) =>
    enabling.send({ id: user.id }, ({ due, invited }) =>
      toast({
        title: t("enabled", user),
        text: invited ? sent(invited) : due ? t("enabledDue") : t("enabledText"),
        undo: undoBy("users.disable", keys, () => disable(user)),
      }),
    );

  const restore = (user: Named) =>
    restoring.send({ id: user.id }, ({ invited }) =>
      toast({ title: t("restored", user), text: invited ? sent(invited) : t("restoredText") }),
    );

  return {
    enable: (user: Named) => enable(user, true),
    restore,
    disabled: (user: Named, done: { ended: number }) => toast(asDisabled(user, done, true)),
    removed: (user: Named, { ended, until }: { ended: number; until: string }) =>
      toast({
        title: t("removed", user),
        text: t("removedText", {
          ended: t("sessionsEnded", { count: ended }),
          date: formatDay(new Date(until), locale, zone),
        }),
        undo: undoBy("users.restore", true, () => restore(user)),
      }),
  };
}
