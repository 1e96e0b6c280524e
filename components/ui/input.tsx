import type { ComponentProps } from "react";
import { classes } from "@/components/ui/classes";

type Props = ComponentProps<"input"> & {
  /** For IDs, email addresses and codes. */
  code?: boolean;
};

/** A font that keeps 0 and O apart. */
export const codeLook = "font-mono [letter-spacing:-0.02em]";

/** A field of one line, without its label. */
export function Input({ code, className, ...rest }: Props) {
  const plain = code ? { autoCapitalize: "none", spellCheck: false } : {};
  // Codes and IDs contain no right-to-left letters.
  return (
    <input
      dir={code ? undefined : "auto"}
      {...plain}
      {...rest}
      className={classes("input", code && codeLook, className)}
    />
  );
}
