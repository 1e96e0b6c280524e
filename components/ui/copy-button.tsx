"use client";

import { useEffect, useState } from "react";
import { classes } from "@/components/ui/classes";
import { copyText } from "@/components/ui/copy-text";
import { Check, Copy } from "@/components/ui/icon";

type Props = {
  value: string;
  /** Names the button, and is its text unless `iconOnly`. */
  label: string;
  iconOnly?: boolean;
  variant?: "plain" | "quiet";
  /** Announced when it is copied. */
  copied: string;
  /** Announced when the browser refuses. */
  failed: string;
};

/** Copies a text. Shows a tick in place of the icon for two seconds. Its words are props, because a toast has none of the page's texts. */
export function CopyButton({ value, label, iconOnly, variant = iconOnly ? "quiet" : "plain", copied, failed }: Props) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);

  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy() {
    const done = await copyText(value);
    setOutcome(done ? "copied" : "failed");
  }

  const look = classes(
    "button button-small needs-script",
    iconOnly && "button-icon",
    variant === "quiet" && "button-quiet",
  );
  return (
    <>
      <button
        type="button"
        className={look}
        aria-label={iconOnly ? label : undefined}
        title={iconOnly ? label : undefined}
        onClick={copy}
      >
        {outcome === "copied" ? <Check className="text-success" /> : <Copy />}
        {iconOnly ? null : <span>{label}</span>}
      </button>
      <span className="sr-only" role="status">
        {outcome === "copied" ? copied : outcome === "failed" ? failed : ""}
      </span>
    </>
  );
}
