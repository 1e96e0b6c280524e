import * as glyphs from "lucide-react";
import type { LucideIcon } from "lucide-react";

/** An icon beside words, or alone in a control that has a label: hidden from screen readers in both places. */
function icon(Glyph: LucideIcon) {
  return function Icon({ className }: { className?: string }) {
    return (
      <Glyph className={className ? `i ${className}` : "i"} size={16} strokeWidth={1.75} aria-hidden="true" />
    );
  };
}

export const ArrowDown = icon(glyphs.ArrowDown);
export const ArrowRight = icon(glyphs.ArrowRight);
export const ArrowUp = icon(glyphs.ArrowUp);
export const Ban = icon(glyphs.Ban);
export const Check = icon(glyphs.Check);
export const ChevronDown = icon(glyphs.ChevronDown);
export const ChevronLeft = icon(glyphs.ChevronLeft);
export const ChevronRight = icon(glyphs.ChevronRight);
export const CircleAlert = icon(glyphs.CircleAlert);
export const CircleCheck = icon(glyphs.CircleCheck);
export const CircleUser = icon(glyphs.CircleUserRound);
export const Clock = icon(glyphs.Clock);
export const Copy = icon(glyphs.Copy);
export const Ellipsis = icon(glyphs.Ellipsis);
export const Eye = icon(glyphs.Eye);
export const EyeOff = icon(glyphs.EyeOff);
export const Globe = icon(glyphs.Globe);
export const House = icon(glyphs.House);
export const Info = icon(glyphs.Info);
export const Key = icon(glyphs.KeyRound);
export const Keyboard = icon(glyphs.Keyboard);
export const Laptop = icon(glyphs.Laptop);
export const Layers = icon(glyphs.Layers);
export const Lines = icon(glyphs.ScrollText);
export const Lock = icon(glyphs.Lock);
export const LogOut = icon(glyphs.LogOut);
export const MenuLines = icon(glyphs.Menu);
export const Monitor = icon(glyphs.Monitor);
export const Moon = icon(glyphs.Moon);
export const Pencil = icon(glyphs.Pencil);
export const Plus = icon(glyphs.Plus);
export const Refresh = icon(glyphs.RefreshCw);
export const Restore = icon(glyphs.RotateCcw);
export const Search = icon(glyphs.Search);
export const Sliders = icon(glyphs.SlidersHorizontal);
export const Smartphone = icon(glyphs.Smartphone);
export const Sun = icon(glyphs.Sun);
export const Trash = icon(glyphs.Trash2);
export const TriangleAlert = icon(glyphs.TriangleAlert);
export const UserAbsent = icon(glyphs.UserRoundX);
export const Users = icon(glyphs.UsersRound);
export const X = icon(glyphs.X);
