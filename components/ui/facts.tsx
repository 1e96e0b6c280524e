import type { ComponentProps, ReactNode } from "react";
import { classes } from "@/components/ui/classes";

type Props = ComponentProps<"dl"> & {
  /** For values too long to stand beside their labels. */
  below?: boolean;
};

/** Labels and values, in two columns. */
export function Facts({ below, className, ...props }: Props) {
  const columns = below ? "grid-cols-1 gap-0.5 [&>dd+dt]:mt-1.5" : "grid-cols-[auto_1fr] gap-x-5 gap-y-1.5";
  return <dl className={classes("grid", columns, className)} {...props} />;
}

type FactProps = Pick<ComponentProps<"dd">, "className" | "dir"> & {
  label: string;
  /** An ID or a hash, which may break anywhere. */
  code?: boolean;
  children: ReactNode;
};

/** One of the facts. */
export function Fact({ label, code, className, ...value }: FactProps) {
  return (
    <>
      <dt className="text-muted">{label}</dt>
      <dd className={classes("wrap-anywhere", code && "composite-id whitespace-normal", className)} {...value} />
    </>
  );
}
