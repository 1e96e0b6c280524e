"use client";

import type { ComponentProps } from "react";
import { DisableUser } from "@/app/(panel)/account/users/user-actions/disable-user";
import { EditUser } from "@/app/(panel)/account/users/user-actions/edit-user";
import { RemoveUser } from "@/app/(panel)/account/users/user-actions/remove-user";
import { ResetTwoFactor } from "@/app/(panel)/account/users/user-actions/reset-two-factor";
import { SetPassword } from "@/app/(panel)/account/users/user-actions/set-password";
import type { TargetUser, UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";
import { UserSessions } from "@/app/(panel)/account/users/user-actions/user-sessions";

export type Question = "edit" | "password" | "sessions" | "two-factor" | "disable" | "remove";

type Props = Pick<UserActionsContext, "account" | "zone"> & {
  question: Question;
  user: TargetUser;
  onClose: () => void;
  onDisabled: ComponentProps<typeof DisableUser>["onDone"];
  onRemoved: ComponentProps<typeof RemoveUser>["onDone"];
};

/** The dialog of an action on a user. */
export function QuestionDialog({ question, zone, onDisabled, onRemoved, ...shared }: Props) {
  switch (question) {
    case "edit":
      return <EditUser {...shared} zone={zone} />;
    case "password":
      return <SetPassword {...shared} />;
    case "sessions":
      return <UserSessions {...shared} />;
    case "two-factor":
      return <ResetTwoFactor {...shared} />;
    case "disable":
      return <DisableUser {...shared} onDone={onDisabled} />;
    case "remove":
      return <RemoveUser {...shared} onDone={onRemoved} />;
  }
}
