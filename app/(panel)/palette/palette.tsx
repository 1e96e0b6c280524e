"use client";

import { useLayoutEffect } from "react";
import { flushSync } from "react-dom";
import { AddUserDialog } from "@/app/(panel)/account/users/new/add-user-dialog";
import type { TargetUser } from "@/app/(panel)/account/users/user-actions/target-user";
import { useUserActions } from "@/app/(panel)/account/users/user-actions/use-user-actions";
import { useCommands } from "@/app/(panel)/palette/commands";
import { Finder } from "@/app/(panel)/palette/finder";
import type { PaletteProps } from "@/app/(panel)/palette/palette-props";
import { Shortcuts } from "@/app/(panel)/palette/shortcuts";
import { useOpened } from "@/components/ui/use-opened";

/** The command palette, the list of shortcuts, and the dialogs of the actions chosen there. */
export function Palette({ acting, opened, start, onOpen, onReady }: PaletteProps) {
  const [adding, add] = useOpened<"add">();
  const { actsFor, dialog } = useUserActions(acting);
  const close = () => onOpen(null);

  useLayoutEffect(() => {
    onReady(true);
    return () => onReady(false);
  }, [onReady]);

  /** Closes the palette first, so that what follows opens over the page and returns the focus to it. */
  function closeThen(act: () => void) {
    flushSync(close);
    setTimeout(act);
  }

  const commands = useCommands({
    mayAdd: !acting.withheld.includes("users.add"),
    onAdd: () => add("add"),
    onShortcuts: () => onOpen("shortcuts"),
  });
  const mayDo = (user: TargetUser) => actsFor(user).filter(({ withheld }) => !withheld);
  return (
    <>
      {opened === "palette" && (
        <Finder start={start} commands={commands} actsFor={mayDo} closeThen={closeThen} onClose={close} />
      )}
      {opened === "shortcuts" && <Shortcuts onClose={close} />}
      {adding && <AddUserDialog {...acting.account} onClose={adding.close} />}
      {dialog}
    </>
  );
}
