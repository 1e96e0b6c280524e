"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { useDeviceName } from "@/app/(panel)/account/use-device-name";
import { OwnMark } from "@/components/ui/chip";
import { useClock } from "@/components/ui/clock";
import { Laptop, Smartphone } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item-list";
import type { ShownSession } from "@/lib/domain/sessions/output";

type Props = {
  sessions: readonly ShownSession[];
  /** The current user's session, if it is among them. */
  own?: string;
  /** How many more are open. */
  more: number;
  /** Renders the button that ends a session; `name` is the device in words. */
  end: (session: ShownSession, name: string) => ReactNode;
};

/** Gets the focus after a session ended and its button disappeared. */
export const sessionListId = "session-list";

/** Open sessions: the device and place where each began, and its last use. */
export function SessionList({ sessions, own, more, end }: Props) {
  const [t, methods, clock] = [useTranslations("sessions"), useTranslations("methods"), useClock()];
  const [deviceName, formatMore] = [useDeviceName(), useMore()];
  return (
    <div id={sessionListId} tabIndex={-1} data-autofocus="">
      <ItemList>
        {sessions.map((session) => {
          const { id, system, ip, place, method, createdAt, lastSeenAt } = session;
          const name = deviceName(session);
          return (
            <Item
              key={id}
              icon={handhelds.includes(system) ? <Smartphone /> : <Laptop />}
              title={name}
              end={id !== own && end(session, name)}
            >
              {id === own && <OwnMark>{t("own")}</OwnMark>}
              <p>
                {place && <span>{`${place} · `}</span>}
                <span className="mono">{ip}</span>
                <span>{` · ${methods(method)}`}</span>
              </p>
              <p>{`${t("seen", { when: clock.recent(lastSeenAt) })} · ${t("began", { when: clock.moment(createdAt) })}`}</p>
            </Item>
          );
        })}
      </ItemList>
      {more > 0 && <p className="text-13 text-muted">{formatMore(more)}</p>}
    </div>
  );
}

const handhelds: readonly string[] = ["iPhone", "iPad", "Android"];

/** The server counts no further than this. */
const countedAtMost = 1000;

/** Says how many open sessions are not shown. */
export function useMore() {
  const t = useTranslations("sessions");
  return (count: number) => (count > countedAtMost ? t("many", { count: countedAtMost }) : t("more", { count }));
}
