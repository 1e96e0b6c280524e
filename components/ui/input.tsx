import type { ComponentProps } from "react";

type Props = ComponentProps<"input"> & {
  /** For IDs, addresses and codes: the face that keeps 0 and O apart. */
  code?: boolean;
};

export function Input({ code, className, ...rest }: Props) {
  const look = ["input", code && "code", className].filter(Boolean).join(" ");
  const plain = code ? { autoCapitalize: "none", spellCheck: false } : {};
  return <input {...plain} {...rest} className={look} />;
}
