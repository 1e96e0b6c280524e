import { useId } from "react";
import type { ComponentProps, MouseEvent, ReactNode } from "react";
import { classes } from "@/components/ui/classes";
import { Lock } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { Words } from "@/components/ui/words";

type Look = {
  variant?: keyof typeof variants;
  small?: boolean;
  wide?: boolean;
  className?: string;
};

/** Words, or an icon with a label that names it. */
type Content =
  | { children: ReactNode; icon?: undefined; label?: string }
  | { icon: ReactNode; label: string; children?: undefined };

type ButtonProps = Look &
  Content &
  Omit<ComponentProps<"button">, "children" | "className"> & {
    /** A request is running: a ring stands before the label. */
    busy?: boolean;
    /** Why this user cannot use the button, shown beside it. The button stays focusable and does nothing. */
    withheld?: string;
  };

/** A button with words or an icon. While its request runs, it cannot be pressed again. */
export function Button(props: ButtonProps) {
  const { variant, small, wide, className, icon, label, children, busy, withheld, ...rest } = props;
  const reason = useId();
  const look = lookOf({ variant, small, wide, className }, icon !== undefined);
  if (withheld) {
    return (
      <span className="withheld">
        <span className="reason" id={reason}>
          {withheld}
        </span>
        <button
          id={rest.id}
          type="button"
          className={look}
          aria-label={label}
          aria-disabled="true"
          aria-describedby={reason}
        >
          <Lock />
          <Words>{children}</Words>
        </button>
      </span>
    );
  }
  return (
    <button
      type="button"
      {...rest}
      className={look}
      aria-label={label}
      title={rest.title ?? (icon === undefined ? undefined : label)}
      aria-busy={busy || undefined}
      onClick={busy ? undefined : rest.type === "submit" ? pressedOnce(rest.onClick) : rest.onClick}
    >
      {busy && <span className={spinner} aria-hidden="true" />}
      {busy && icon !== undefined ? null : icon}
      <Words>{children}</Words>
    </button>
  );
}

/** Ignores the second click of a double click: another row or question may be under the pointer by then. */
function pressedOnce(onClick: ComponentProps<"button">["onClick"]) {
  return (event: MouseEvent<HTMLButtonElement>) => (event.detail > 1 ? event.preventDefault() : onClick?.(event));
}

type LinkButtonProps = Look &
  Content &
  Omit<ComponentProps<typeof Link>, "children" | "className"> & {
    /** Why this user cannot go there. The link then becomes a withheld button. */
    withheld?: string;
  };

/** A link that looks like a button, for another page. */
export function LinkButton(props: LinkButtonProps) {
  const { variant, small, wide, className, icon, label, children, withheld, ...rest } = props;
  if (withheld) {
    const content = (icon === undefined ? { children, label } : { icon, label }) as Content;
    return <Button {...content} {...{ variant, small, wide, className, withheld }} />;
  }
  const look = lookOf({ variant, small, wide, className }, icon !== undefined);
  return (
    <Link {...rest} className={look} aria-label={label} title={icon === undefined ? undefined : label}>
      {icon}
      <Words>{children}</Words>
    </Link>
  );
}

const variants = { primary: "button-primary", plain: "", quiet: "button-quiet", danger: "button-danger" };

function lookOf({ variant = "plain", small, wide, className }: Look, iconOnly: boolean): string {
  return classes(
    "button",
    variants[variant],
    iconOnly && "button-icon",
    small && "button-small",
    wide && "w-full",
    className,
  );
}

const spinner =
  "size-3.5 animate-spin rounded-[50%] border-2 border-current/35 border-t-current forced-colors:forced-color-adjust-none";
