"use client";

import { useLocale, useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
// oxlint-disable-next-line no-restricted-imports -- The one place that tells moments relative to now.
import { formatDated, formatEnd, formatMoment, formatRecent, formatSoon } from "@/lib/isomorphic/date-format";

type Moment = Date | string | number;

type Told = {
  /** `2 min ago`, `Today, 08:15`, `Yesterday`, `24 Nov 2026` */
  recent: (at: Moment) => string;
  /** `Today, 08:15`, `22 Nov 2026, 03:14` */
  moment: (at: Moment) => string;
  /** `08:15`, `22 Nov 2026, 03:14`: a moment to come. */
  soon: (at: Moment) => string;
  /** `until 08:15` */
  until: (at: Moment) => string;
  /** `Today, 24 November 2026` */
  day: (at: Moment) => string;
  /** `Ends tomorrow`, of a calendar day. */
  end: (day: string) => string;
};

const ClockContext = createContext<Told | null>(null);

const minute = 60_000;
const quarter = 15 * minute;

type Props = {
  /** The moment at which the server drew the page, in milliseconds: what is drawn first says the same in the browser. */
  now: number;
  /** The time zone of the person who looks. */
  zone: string;
  children: ReactNode;
};

/**
 * The one clock of a page. What is told relative to now follows it: each minute after it was drawn, at each quarter of an hour, where days
 * begin in one time zone or another, and as soon as a person looks at the page again. It goes by the server's time, as the moments do.
 */
export function Clock({ now: drawnAt, zone, children }: Props) {
  const [t, locale] = [useTranslations("dates"), useLocale()];
  const [ticked, setTicked] = useState(drawnAt);
  // A page that is drawn again knows better.
  const now = Math.max(ticked, drawnAt);

  useEffect(() => {
    const ahead = drawnAt - Date.now();
    let timer: ReturnType<typeof setTimeout>;
    const wait = () => {
      const time = Date.now() + ahead;
      timer = setTimeout(tick, Math.min(minute - ((time - drawnAt) % minute), quarter - (time % quarter)));
    };
    function tick() {
      clearTimeout(timer);
      setTicked(Date.now() + ahead);
      wait();
    }
    const looked = () => (document.hidden ? clearTimeout(timer) : tick());
    wait();
    document.addEventListener("visibilitychange", looked);
    return () => {
      clearTimeout(timer);
      document.removeEventListener("visibilitychange", looked);
    };
  }, [drawnAt]);

  const told = useMemo((): Told => {
    const then = new Date(now);
    return {
      recent: (at) => formatRecent(new Date(at), then, locale, zone, t),
      moment: (at) => formatMoment(new Date(at), then, locale, zone, t),
      soon: (at) => formatSoon(new Date(at), then, locale, zone),
      until: (at) => t("until", { time: formatSoon(new Date(at), then, locale, zone) }),
      day: (at) => formatDated(new Date(at), then, locale, zone, t),
      end: (day) => formatEnd(day, then, zone, t),
    };
  }, [now, locale, zone, t]);

  return <ClockContext value={told}>{children}</ClockContext>;
}

/** Tells moments by the clock of the page. What calls it is drawn again each minute: keep it small. */
export function useClock(): Told {
  const told = useContext(ClockContext);
  if (!told) throw new Error("useClock needs a Clock around it");
  return told;
}

/** A moment by the clock of the page, for a list that the server draws, or one with many rows. */
export function At({ moment, as = "recent", className }: { moment: Moment; as?: Exclude<keyof Told, "end">; className?: string }) {
  const told = useClock();
  return (
    <time className={className} dateTime={new Date(moment).toISOString()}>
      {told[as](moment)}
    </time>
  );
}

/** In how many days something ends, by the clock of the page. */
export const Ends = ({ on }: { on: string }) => <time dateTime={on}>{useClock().end(on)}</time>;
