import { classes } from "@/components/ui/classes";
import { Check, ChevronDown } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";

type Tab = { href: string; label: string };

type Props = {
  label: string;
  tabs: readonly Tab[];
  current: string;
  /** The section and its open page, in words. */
  where: string;
};

/** The pages of a section as links. On a phone, a list that opens. */
export function Tabs({ label, tabs, current, where }: Props) {
  return (
    <>
      <nav className="tabs" aria-label={label}>
        {tabs.map((tab) => (
          <Link key={tab.href} href={tab.href} aria-current={tab.href === current ? "page" : undefined}>
            {tab.label}
          </Link>
        ))}
      </nav>
      <details className="tab-menu" key={current}>
        <summary className={summaryLook} aria-label={where}>
          <h2 className="text-14 font-semibold [letter-spacing:inherit]">
            {tabs.find((tab) => tab.href === current)?.label}
          </h2>
          <ChevronDown />
        </summary>
        <ul className="absolute inset-x-0 top-[calc(100%+4px)] z-4 rounded-3 bg-raised p-1 shadow-2">
          {tabs.map((tab) => (
            <li key={tab.href}>
              <Link href={tab.href} aria-current={tab.href === current ? "page" : undefined}>
                <span>{tab.label}</span>
                {tab.href === current && <Check />}
              </Link>
            </li>
          ))}
        </ul>
      </details>
    </>
  );
}

const summaryLook = classes(
  "flex min-h-11 cursor-pointer list-none items-center justify-between rounded-2 border border-line-control bg-raised px-3",
  "[&::-webkit-details-marker]:hidden",
);
