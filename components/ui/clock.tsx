"use client";

import { useLocale, useTranslations } from "next-intl";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
// oxlint-disable-next-line no-restricted-imports -- The one place that formats moments relative to now.
import { formatDated, formatEnd, formatMoment, formatRecent, formatSoon } from "@/lib/isomorphic/date-format";

type Moment = Date | string | number;

type ClockTexts = {
  /** `2 min ago`, `Today, 08:15`, `Yesterday`, `24 Nov 2026` */
  recent: (at: Moment) => string;
  /** `Today, 08:15`, `22 Nov 2026, 03:14` */
  moment: (at: Moment) => string;
  /** `08:15`, `22 Nov 2026, 03:14`: a future moment. */
  soon: (at: Moment) => string;
  /** `until 08:15` */
  until: (at: Moment) => string;
  /** `Today, 24 November 2026` */
  day: (at: Moment) => string;
  /** `Ends tomorrow`, for a calendar day. */
  end: (day: string) => string;
};

const ClockContext = createContext<ClockTexts | null>(null);

const minute = 60_000;
const quarter = 15 * minute;

type Props = {
  /** When the server drew the page, in milliseconds, so the first render is the same in the browser. */
  now: number;
  /** The user's time zone. */
  zone: string;
  children: ReactNode;
};

/**
 * The one clock of a page, which updates relative times. It ticks each minute after the page was drawn, at each quarter of an hour (days
 * begin then in some time zone), and when the page becomes visible. It uses the server's time, as the moments do.
 */
export function Clock({ now: drawnAt, zone, children }: Props) {
  const [t, locale] = [useTranslations("dates"), useLocale()];
  const [ticked, setTicked] = useState(drawnAt);
  // A newer render by the server has a newer time.
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

  const texts = useMemo((): ClockTexts => {
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

  return <ClockContext value={texts}>{children}</ClockContext>;
}

/** Formats moments by the page's clock. Its callers render each minute, so keep them small. */
export function useClock(): ClockTexts {
  const texts = useContext(ClockContext);
  if (!texts) throw new Error("useClock needs a Clock around it");
  return texts;
}

/** A moment by the page's clock, for server-rendered or long lists. */
export function At({
  moment,
  as = "recent",
  className,
}: {
  moment: Moment;
  as?: Exclude<keyof ClockTexts, "end">;
  className?: string;
}) {
  const texts = useClock();
  return (
    <time className={className} dateTime={new Date(moment).toISOString()}>
      {texts[as](moment)}
    </time>
  );
}

/** How many days until something ends, by the page's clock. */
export const Ends = ({ on }: { on: string }) => <time dateTime={on}>{useClock().end(on)}</time>;
