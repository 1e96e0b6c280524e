import type { UserActionsContext } from "@/app/(panel)/account/users/user-actions/target-user";

/** What is open: the palette or the list of shortcuts. */
export type Opened = "palette" | "shortcuts";

export type PaletteProps = {
  acting: UserActionsContext;
  opened: Opened | null;
  /** The initial text of its field. */
  start: string;
  onOpen: (opened: Opened | null) => void;
  /** Says when the palette can open, and when it no longer can. */
  onReady: (ready: boolean) => void;
};
