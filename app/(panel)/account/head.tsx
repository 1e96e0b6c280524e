import { useTranslations } from "next-intl";
import { accountTabs } from "@/app/(panel)/account/tabs";
import { PageHead } from "@/components/ui/page-head";
import { Tabs } from "@/components/ui/tabs";
import { paths } from "@/lib/isomorphic/paths";

type Tab = (typeof accountTabs)[number];

/** The heading of *My account* and its tabs. */
export function AccountHead({ current }: { current: Tab }) {
  const [t, frame] = [useTranslations("tabs"), useTranslations("frame")];
  const tabs = accountTabs.map((tab) => ({ href: paths[tab], label: t(tab) }));
  const label = frame("myAccount");
  const where = frame("labelled", { label, value: t(current) });
  return (
    <>
      <PageHead title={label} />
      <Tabs {...{ label, tabs, where }} current={paths[current]} />
    </>
  );
}
