import { useTranslations } from "next-intl";
import { useDeviceName } from "@/app/(panel)/account/use-device-name";
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
export function HistoryList({ tries }: { tries: readonly ShownAttempt[] }) {
  const [t, methods, deviceName] = [useTranslations("history"), useTranslations("methods"), useDeviceName()];
  if (tries.length === 0) return <p className="text-muted">{t("empty")}</p>;
  return (
    <ItemList>
      {tries.map(({ id, at, method, outcome, place, ip, ...device }) => {
        // The other outcomes already name the method.
        const factor = outcome === "done" || outcome === "wrong-code" ? methods(method) : "";
        return (
          <Item key={id} icon={icons[outcome]} title={t(`outcomes.${outcome}`)} end={<At moment={at} as="moment" />}>
            <p>
              <span>
                {[factor, deviceName(device), place]
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
