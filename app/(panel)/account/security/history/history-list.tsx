import { getTranslations } from "next-intl/server";
import { At } from "@/components/ui/clock";
import { Ban, CircleAlert, CircleCheck, Key } from "@/components/ui/icon";
import { Item, ItemList } from "@/components/ui/item-list";
import type { ShownAttempt } from "@/lib/domain/sign-ins/output";

const icons = {
  done: <CircleCheck />,
  "factor-asked": <Key />,
  "wrong-password": <CircleAlert />,
  "wrong-code": <CircleAlert />,
  disabled: <Ban />,
};

/** Login attempts: result, method, origin and time. */
export async function HistoryList({ tries }: { tries: readonly ShownAttempt[] }) {
  const [t, sessions, methods] = [
    await getTranslations("history"),
    await getTranslations("sessions"),
    await getTranslations("methods"),
  ];
  if (tries.length === 0) return <p className="text-muted">{t("empty")}</p>;
  return (
    <ItemList>
      {tries.map(({ id, at, method, outcome, browser, system, place, ip }) => {
        const device =
          browser && system ? sessions("device", { browser, system }) : browser || sessions("unknownDevice");
        // The other outcomes already name the method.
        const factor = outcome === "done" || outcome === "wrong-code" ? methods(method) : "";
        return (
          <Item key={id} icon={icons[outcome]} title={t(`outcomes.${outcome}`)} end={<At moment={at} as="moment" />}>
            <p>
              <span>
                {[factor, device, place]
                  .filter(Boolean)
                  .map((words) => `${words} · `)
                  .join("")}
              </span>
              <span className="mono">{ip}</span>
            </p>
          </Item>
        );
      })}
    </ItemList>
  );
}
