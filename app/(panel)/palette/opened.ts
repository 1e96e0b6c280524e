import type { Acting } from "@/app/(panel)/account/users/acts/acted";

/** Which one is open: the palette or the list of shortcuts. */
export type Opened = "palette" | "shortcuts";

export type PaletteProps = {
  acting: Acting;
  opened: Opened | null;
  onOpen: (opened: Opened | null) => void;
};
