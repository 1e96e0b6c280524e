import type { Acting } from "@/app/(panel)/account/users/acts/acted";

/** Which one is open: the palette or the list of shortcuts. */
export type Opened = "palette" | "shortcuts";

export type PaletteProps = {
  acting: Acting;
  opened: Opened | null;
  /** What stands in its field at first. */
  start: string;
  onOpen: (opened: Opened | null) => void;
  /** Told when it can open, and when it no longer can. */
  onReady: (ready: boolean) => void;
};
