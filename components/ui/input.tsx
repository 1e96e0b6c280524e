import type { ComponentProps } from "react";

type Props = ComponentProps<"input"> & {
  /** For IDs, email addresses and codes. */
  code?: boolean;
};

/** A font that keeps 0 and O apart. */
export const codeLook = "font-mono [letter-spacing:-0.02em]";

export function Input({ code, className, ...rest }: Props) {
  const look = ["input", code && codeLook, className].filter(Boolean).join(" ");
  const plain = code ? { autoCapitalize: "none", spellCheck: false } : {};
  // Codes and IDs contain no right-to-left letters.
  return <input dir={code ? undefined : "auto"} {...plain} {...rest} className={look} />;
}
