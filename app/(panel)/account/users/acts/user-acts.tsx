"use client";

import { useLocale, useTranslations } from "next-intl";
import { startTransition, useState } from "react";
import { disableUserAction, enableUserAction, restoreUserAction } from "@/app/(panel)/account/users/actions";
import type { Acted, Acting } from "@/app/(panel)/account/users/acts/acted";
import { DisableUser } from "@/app/(panel)/account/users/acts/disable-user";
import { EditUser } from "@/app/(panel)/account/users/acts/edit-user";
import { RemoveUser } from "@/app/(panel)/account/users/acts/remove-user";
import { ResetTwoFactor } from "@/app/(panel)/account/users/acts/reset-two-factor";
import { SetPassword } from "@/app/(panel)/account/users/acts/set-password";
import { UserSessions } from "@/app/(panel)/account/users/acts/user-sessions";
import { useInvitation } from "@/app/(panel)/account/users/new/invitation";
import { sentenceOfThrown } from "@/components/form/form";
import { useSend } from "@/components/form/send";
import { useRefusalToast } from "@/components/form/use-refusal";
import { copyText } from "@/components/ui/copy-text";
import { Ban, CircleCheck, Copy, Key, Laptop, Lines, Pencil, Restore, Shield, Trash } from "@/components/ui/icon";
import type { MenuItem } from "@/components/ui/menu";
import { useToast, type Toast } from "@/components/ui/toast";
import { formatDay } from "@/lib/isomorphic/date-format";
import { activityOf } from "@/lib/isomorphic/paths";
import { isRefusal, type Result } from "@/lib/isomorphic/result";
import { reaches, withheldKey, type Permission } from "@/lib/policy";

type Question = "edit" | "password" | "sessions" | "two-factor" | "disable" | "remove";

/**
 * What can be done with a user, and for what cannot, why; and the dialog that asks, where one is open. What has an undo
 * offers it in what it says afterwards.
 */
export function useUserActs({ standing, account, zone }: Acting) {
  const [t, say] = [useTranslations("users"), useTranslations()];
  // The user is kept as they were: the row behind may change, or go, while somebody reads.
  const [asking, setAsking] = useState<{ question: Question; user: Acted } | null>(null);
  const tell = useToldActs({ standing, zone });
  const invitationOf = useInvitation(account);
  const copy = useCopy();

  function actsFor(user: Acted): MenuItem[] {
    const withheld = (permission: Permission, selfReason?: "disable" | "remove" | "set-password" | "reset-two-factor" | "end-sessions") => {
      if (!reaches(standing, permission)) return say(withheldKey(permission));
      return user.self && selfReason ? say(`reasons.self.${selfReason}`) : undefined;
    };
    const ask = (question: Question) => setAsking({ question, user });
    const activity = { label: t("activity"), icon: <Lines />, apart: true, href: activityOf(user.login) };
    if (user.status === "removed") {
      return [
        {
          label: t("restore"),
          icon: <Restore />,
          withheld: withheld("users.restore") ?? (user.restorableUntil ? undefined : say("errors.restore_late")),
          onSelect: () => tell.restore(user),
        },
        activity,
      ];
    }
    const { id, instructions } = invitationOf(user.login);
    return [
      { label: t("edit"), icon: <Pencil />, withheld: withheld("users.edit"), onSelect: () => ask("edit") },
      {
        label: t("setPassword"),
        icon: <Key />,
        withheld: withheld("users.set-password", "set-password"),
        onSelect: () => ask("password"),
      },
      ...(user.twoFactor
        ? [
            {
              label: t("resetTwoFactor"),
              icon: <Shield />,
              withheld: withheld("users.reset-two-factor", "reset-two-factor"),
              onSelect: () => ask("two-factor"),
            },
          ]
        : []),
      { label: t("sessions"), icon: <Laptop />, withheld: withheld("users.end-sessions", "end-sessions"), onSelect: () => ask("sessions") },
      user.status === "disabled"
        ? { label: t("enable"), icon: <CircleCheck />, withheld: withheld("users.enable"), onSelect: () => tell.enable(user) }
        : { label: t("disable"), icon: <Ban />, withheld: withheld("users.disable", "disable"), onSelect: () => ask("disable") },
      activity,
      { label: t("copyId"), icon: <Copy />, onSelect: () => copy(id) },
      { label: t("copyInstructions"), icon: <Copy />, onSelect: () => copy(instructions) },
      {
        label: t("remove"),
        icon: <Trash />,
        danger: true,
        apart: true,
        withheld: withheld("users.remove", "remove"),
        onSelect: () => ask("remove"),
      },
    ];
  }

  const user = asking?.user;
  const shared = user && { user, account, onClose: () => setAsking(null) };
  const dialog = shared && (
    <>
      {asking.question === "edit" && <EditUser {...shared} zone={zone} />}
      {asking.question === "password" && <SetPassword {...shared} />}
      {asking.question === "sessions" && <UserSessions {...shared} zone={zone} />}
      {asking.question === "two-factor" && <ResetTwoFactor {...shared} />}
      {asking.question === "disable" && <DisableUser {...shared} zone={zone} onDone={(done) => tell.disabled(user, done)} />}
      {asking.question === "remove" && <RemoveUser {...shared} onDone={(done) => tell.removed(user, done)} />}
    </>
  );
  return { actsFor, dialog };
}

/** Copies a text, and says so. */
function useCopy() {
  const [toast, t] = [useToast(), useTranslations("copy")];
  return (text: string) =>
    void copyText(text).then((done) => toast(done ? { title: t("copied"), text } : { title: t("failed"), failed: true }));
}

type Named = Pick<Acted, "id" | "login">;

/** Acts without a question, and what is said of those that asked one, each with its undo where there is one. */
function useToldActs({ standing, zone }: Pick<Acting, "standing" | "zone">) {
  const [t, locale, toast, send, tellRefused] = [useTranslations("users"), useLocale(), useToast(), useSend(), useRefusalToast()];

  const undoBy = (permission: Permission, run: () => Promise<void>) =>
    reaches(standing, permission) ? { label: t("undo"), run } : undefined;

  function act<T>(action: Action<T>, { id }: Named, told: (value: T) => Toast): Promise<void> {
    const form = new FormData();
    form.set("id", id);
    return new Promise((ended) =>
      startTransition(async () => {
        try {
          const result = await send(action, form);
          if (isRefusal(result)) tellRefused(result.sentence);
          else toast(told(result.value));
        } catch (error) {
          tellRefused(sentenceOfThrown(error));
        }
        ended();
      }),
    );
  }

  /** That whoever was invited is sent another link. */
  const sent = ({ email, until }: { email: string; until: string | null }) => t(until ? "mailWaits" : "invitedAgain", { email });

  const asDisabled = (user: Named, { ended }: { ended: number }): Toast => ({
    title: t("disabled", user),
    text: t("sessionsEnded", { count: ended }),
    undo: undoBy("users.enable", () => enable(user)),
  });

  const enable = (user: Named) =>
    act(enableUserAction, user, ({ due, invited }) => ({
      title: t("enabled", user),
      text: invited ? sent(invited) : due ? t("enabledDue") : t("enabledText"),
      undo: undoBy("users.disable", () => act(disableUserAction, user, (done) => asDisabled(user, done))),
    }));

  const restore = (user: Named) =>
    act(restoreUserAction, user, ({ invited }) => ({ title: t("restored", user), text: invited ? sent(invited) : t("restoredText") }));

  return {
    enable,
    restore,
    disabled: (user: Named, done: { ended: number }) => toast(asDisabled(user, done)),
    removed: (user: Named, { ended, until }: { ended: number; until: string }) =>
      toast({
        title: t("removed", user),
        text: t("removedText", { ended: t("sessionsEnded", { count: ended }), date: formatDay(new Date(until), locale, zone) }),
        undo: undoBy("users.restore", () => restore(user)),
      }),
  };
}

type Action<T> = (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;
