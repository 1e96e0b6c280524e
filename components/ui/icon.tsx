"use client";

import sprite from "@/components/ui/icons.svg";

/**
 * An icon beside words, or alone in a labelled control. Hidden from screen readers in both places. The drawing is in a file that browsers
 * load once and keep, so pages only name it.
 */
function icon(name: string) {
  const drawing = `${sprite.src}#${name}`;
  return function Icon({ className }: { className?: string }) {
    return (
      <svg className={className ? `icon ${className}` : "icon"} aria-hidden="true">
        <use href={drawing} />
      </svg>
    );
  };
}

export const ArrowDown = icon("ArrowDown");
export const ArrowRight = icon("ArrowRight");
export const ArrowUp = icon("ArrowUp");
export const Ban = icon("Ban");
export const Check = icon("Check");
export const ChevronDown = icon("ChevronDown");
export const ChevronLeft = icon("ChevronLeft");
export const ChevronRight = icon("ChevronRight");
export const CircleAlert = icon("CircleAlert");
export const CircleCheck = icon("CircleCheck");
export const CircleUser = icon("CircleUser");
export const Clock = icon("Clock");
export const Copy = icon("Copy");
export const Download = icon("Download");
export const Ellipsis = icon("Ellipsis");
export const Eye = icon("Eye");
export const EyeOff = icon("EyeOff");
export const FileText = icon("FileText");
export const Fingerprint = icon("Fingerprint");
export const Globe = icon("Globe");
export const House = icon("House");
export const Info = icon("Info");
export const Key = icon("Key");
export const Keyboard = icon("Keyboard");
export const Laptop = icon("Laptop");
export const Layers = icon("Layers");
export const Lines = icon("Lines");
export const Lock = icon("Lock");
export const LogOut = icon("LogOut");
export const Mail = icon("Mail");
export const MenuLines = icon("MenuLines");
export const Monitor = icon("Monitor");
export const Moon = icon("Moon");
export const Pencil = icon("Pencil");
export const Plus = icon("Plus");
export const Printer = icon("Printer");
export const Refresh = icon("Refresh");
export const Restore = icon("Restore");
export const Search = icon("Search");
export const Shield = icon("Shield");
export const ShieldCheck = icon("ShieldCheck");
export const Sliders = icon("Sliders");
export const Smartphone = icon("Smartphone");
export const Sun = icon("Sun");
export const Trash = icon("Trash");
export const TriangleAlert = icon("TriangleAlert");
export const UserAbsent = icon("UserAbsent");
export const Users = icon("Users");
export const X = icon("X");

/** A privilege as one, two or three strokes, or a solid block for the account holder. Stands beside a word, never instead of it. */
export function Strokes({ level }: { level: 1 | 2 | 3 | "all" }) {
  return (
    <svg className="rank" aria-hidden="true">
      <use href={`${sprite.src}#Level-${level}`} />
    </svg>
  );
}
