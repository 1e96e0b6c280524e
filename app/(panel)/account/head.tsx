import { getTranslations } from "next-intl/server";
import { accountTabs } from "@/app/(panel)/account/tabs";
import { Tabs } from "@/components/ui/tabs";
import { paths } from "@/lib/isomorphic/paths";

type Tab = (typeof accountTabs)[number];

/** The heading of *My account* and its tabs. */
export async function AccountHead({ current }: { current: Tab }) {
  const [t, frame] = [await getTranslations("tabs"), await getTranslations("frame")];
  const tabs = accountTabs.map((tab) => ({ href: paths[tab], label: t(tab) }));
  return (
    <>
      <div className="phead">
        <h1>{frame("myAccount")}</h1>
      </div>
      <Tabs label={frame("myAccount")} tabs={tabs} current={paths[current]} />
    </>
  );
}
