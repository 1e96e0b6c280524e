"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import { usersUrl } from "@/app/(panel)/account/users/list-url";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { Command } from "@/app/(panel)/palette/commands";
import { nextOf, selectedOf } from "@/app/(panel)/palette/hits";
import { usePaletteSearch } from "@/app/(panel)/palette/use-palette-search";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { PrivilegeSign } from "@/app/_parts/privilege";
import { BackgroundReadFailed } from "@/components/form/background-read";
import { classes } from "@/components/ui/classes";
import { Dialog } from "@/components/ui/dialog";
import { ChevronLeft, CircleUser, Layers, Search, Users } from "@/components/ui/icon";
import type { MenuItem } from "@/components/ui/menu";
import { hasModifier, isComposing } from "@/components/ui/shortcut";
import { searchFold } from "@/lib/isomorphic/identifiers";
import { isolated } from "@/lib/isomorphic/isolate.mjs";
import { servicePath } from "@/lib/isomorphic/paths";

type Props = {
  /** What the user typed before the palette was loaded. */
  start: string;
  commands: { places: Command[]; deeds: Command[] };
  /** The actions that the user may do on a found user. */
  actsFor: (user: UserRow) => MenuItem[];
  /** Closes the palette, then runs `act`. */
  closeThen: (act: () => void) => void;
  onClose: () => void;
};

/** Keeps the focus in the field on any press. */
const preventFocusLoss = (event: MouseEvent) => event.preventDefault();

type Group = { name: string; label: string; options: Command[] };

/**
 * The palette: a combobox over a list that the typed words filter, with the users and services that match. One level deeper are the actions
 * on a user.
 */
export function Finder({ start, commands, actsFor, closeThen, onClose }: Props) {
  const [t, frame, status] = [useTranslations("palette"), useTranslations("frame"), useTranslations("status")];
  const router = useRouter();
  const list = useId();
  const field = useRef<HTMLInputElement>(null);
  const [typed, setTyped] = useState(start);
  const [user, setUser] = useState<UserRow | null>(null);
  const [selectedId, select] = useState<string | null>(null);
  const { users, services, looking, refused, again } = usePaletteSearch(user ? "" : typed);

  const words = searchFold(typed).split(/\s+/).filter(Boolean);
  const named = ({ label }: Command) => words.every((word) => searchFold(label).includes(word));
  const closing = (command: Command): Command => ({ ...command, run: () => closeThen(command.run) });

  const groups: Group[] = (
    user
      ? [{ name: "acts", label: user.login, options: actsOf(user) }]
      : [
          { name: "users", label: t("users"), options: users.map(asOption) },
          { name: "services", label: frame("services"), options: services.map(toService).map(closing) },
          { name: "places", label: t("goTo"), options: commands.places.map(closing).filter(named) },
          { name: "deeds", label: t("do"), options: commands.deeds.map(closing).filter(named) },
        ]
  ).filter(({ options }) => options.length > 0);
  const options = groups.flatMap((group) => group.options);
  const current = selectedOf(options, selectedId);
  // Keeps the first option selected while it exists, even when hits arrive above it.
  if (selectedId === null && current) select(current.id);
  const idOf = (option: Command) => `${list}-${option.id}`;

  function asOption(found: UserRow): Command {
    const { id, login, email, privilege } = found;
    const detail = (
      <>
        {found.status === "enabled" ? <bdi>{email}</bdi> : <span>{status(found.status)}</span>}
        <span> </span>
        <PrivilegeSign standing={privilege} />
      </>
    );
    return { id: `user-${id}`, label: login, detail, icon: <CircleUser />, run: () => into(found) };
  }

  function toService({ id, name, reference, status: stands }: FoundService): Command {
    const detail = [isolated(reference), stands].filter(Boolean).join(" · ");
    return { id: `service-${id}`, label: name, detail, icon: <Layers />, run: () => router.push(servicePath(id)) };
  }

  function actsOf(chosen: UserRow): Command[] {
    const acts = actsFor(chosen).map(({ label, icon, danger, href, onSelect }, index) => ({
      id: `act-${index}`,
      label,
      icon,
      danger,
      run: () => closeThen(href ? () => router.push(href) : onSelect!),
    }));
    const show = () => router.push(usersUrl({ q: chosen.login }));
    const own = [...acts, { id: "show", label: t("show"), icon: <Users />, run: () => closeThen(show) }];
    return own.filter(named);
  }

  function into(found: UserRow | null) {
    setUser(found);
    setTyped("");
    select(null);
  }

  function keyed(event: KeyboardEvent<HTMLInputElement>) {
    if (isComposing(event.nativeEvent) || hasModifier(event)) return;
    const next = nextOf(options, current, event.key);
    if (next) {
      event.preventDefault();
      select(next.id);
    } else if (event.key === "Enter") {
      event.preventDefault();
      current?.run();
    } else if (event.key === "Backspace" && user && typed === "") {
      event.preventDefault();
      into(null);
    }
  }

  // Keeps the option selected by the arrow keys visible.
  const currentId = current && idOf(current);
  useEffect(() => {
    if (currentId) document.getElementById(currentId)?.scrollIntoView({ block: "nearest" });
  }, [currentId]);

  return (
    <Dialog
      title={t("title")}
      closeLabel={frame("close")}
      // Escape first goes back from the chosen user.
      onClose={() => (user ? into(null) : onClose())}
      size="palette"
    >
      <div className="palette-field">
        {user ? (
          <button
            type="button"
            className="button button-small max-w-[40%] overflow-hidden font-semibold"
            tabIndex={-1}
            aria-label={t("backFrom", { login: user.login })}
            onMouseDown={preventFocusLoss}
            onClick={() => into(null)}
          >
            <ChevronLeft />
            <bdi>{user.login}</bdi>
          </button>
        ) : (
          <Search />
        )}
        <input
          ref={field}
          role="combobox"
          type="text"
          dir="auto"
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={100}
          aria-label={user ? t("actOn", { login: user.login }) : t("label")}
          placeholder={user ? t("actOn", { login: user.login }) : t("label")}
          aria-expanded={options.length > 0}
          aria-controls={list}
          aria-autocomplete="list"
          aria-activedescendant={currentId}
          value={typed}
          onChange={(event) => (setTyped(event.target.value), select(null))}
          onKeyDown={keyed}
        />
      </div>
      <div
        className="min-h-0 overflow-auto overscroll-contain px-2 pt-1 pb-2 empty:hidden"
        role="listbox"
        id={list}
        aria-label={t("title")}
        onMouseDown={preventFocusLoss}
      >
        {groups.map((group) => (
          <div key={group.name} role="group" aria-labelledby={`${list}-${group.name}`}>
            <span
              className={user ? "sr-only" : "block px-2.5 pt-2 pb-1 text-12 font-medium text-muted"}
              id={`${list}-${group.name}`}
            >
              {group.label}
            </span>
            {group.options.map((option) => (
              <div
                key={option.id}
                id={idOf(option)}
                role="option"
                aria-selected={option === current}
                className={classes("menu-item", option.danger && "menu-item-danger", hitLook)}
                onPointerMove={() => option !== current && select(option.id)}
                onClick={option.run}
              >
                {option.icon}
                <span className="flex min-w-0 flex-wrap items-baseline justify-between gap-x-3 wrap-anywhere">
                  <bdi>{option.label}</bdi>
                  {option.detail && <small className="inline-flex flex-wrap gap-x-3">{option.detail}</small>}
                </span>
              </div>
            ))}
          </div>
        ))}
      </div>
      {options.length === 0 && !looking && !refused && (
        <p className="px-4.5 py-3.5 text-muted">{t("nothing", { typed })}</p>
      )}
      {refused && <BackgroundReadFailed refused={refused} again={() => again().then(() => field.current?.focus())} />}
      <p className="sr-only" role="status">
        {looking || refused ? "" : t("count", { count: options.length })}
      </p>
    </Dialog>
  );
}

const hitLook = classes(
  "cursor-pointer scroll-mt-7 scroll-mb-2 px-2.5 py-1.75 max-md:min-h-11 max-md:py-2.75",
  "not-aria-selected:bg-transparent aria-selected:bg-accent-soft aria-selected:[box-shadow:inset_2px_0_0_var(--accent)]",
  "forced-colors:aria-selected:outline-2 forced-colors:aria-selected:-outline-offset-2",
  "forced-colors:aria-selected:outline-[Highlight]",
);
