import * as glyphs from "@/components/ui/glyphs";

/** An icon beside words, or alone in a labelled control. Hidden from screen readers in both places. */
function icon(path: string) {
  return function Icon({ className }: { className?: string }) {
    return (
      <svg className={className ? `icon ${className}` : "icon"} viewBox="0 0 24 24" aria-hidden="true">
        <path d={path} />
      </svg>
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
export const CircleUser = icon(glyphs.CircleUser);
export const Clock = icon(glyphs.Clock);
export const Copy = icon(glyphs.Copy);
export const Download = icon(glyphs.Download);
export const Ellipsis = icon(glyphs.Ellipsis);
export const Eye = icon(glyphs.Eye);
export const EyeOff = icon(glyphs.EyeOff);
export const FileText = icon(glyphs.FileText);
export const Fingerprint = icon(glyphs.Fingerprint);
export const Globe = icon(glyphs.Globe);
export const House = icon(glyphs.House);
export const Info = icon(glyphs.Info);
export const Key = icon(glyphs.Key);
export const Keyboard = icon(glyphs.Keyboard);
export const Laptop = icon(glyphs.Laptop);
export const Layers = icon(glyphs.Layers);
export const Lines = icon(glyphs.Lines);
export const Lock = icon(glyphs.Lock);
export const LogOut = icon(glyphs.LogOut);
export const Mail = icon(glyphs.Mail);
export const MenuLines = icon(glyphs.MenuLines);
export const Monitor = icon(glyphs.Monitor);
export const Moon = icon(glyphs.Moon);
export const Pencil = icon(glyphs.Pencil);
export const Plus = icon(glyphs.Plus);
export const Printer = icon(glyphs.Printer);
export const Refresh = icon(glyphs.Refresh);
export const Restore = icon(glyphs.Restore);
export const Search = icon(glyphs.Search);
export const Shield = icon(glyphs.Shield);
export const ShieldCheck = icon(glyphs.ShieldCheck);
export const Sliders = icon(glyphs.Sliders);
export const Smartphone = icon(glyphs.Smartphone);
export const Sun = icon(glyphs.Sun);
export const Trash = icon(glyphs.Trash);
export const TriangleAlert = icon(glyphs.TriangleAlert);
export const UserAbsent = icon(glyphs.UserAbsent);
export const Users = icon(glyphs.Users);
export const X = icon(glyphs.X);
