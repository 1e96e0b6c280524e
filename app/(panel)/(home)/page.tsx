import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { NeedsAttention } from "@/app/(panel)/(home)/attention";
import { LatestActivity } from "@/app/(panel)/(home)/latest-activity";
import { OwnStanding } from "@/app/(panel)/(home)/own-standing";
import { ProtectionPicture } from "@/app/(panel)/(home)/protection-picture";
import { ServicesPicture } from "@/app/(panel)/(home)/services-picture";
import { UsersPicture } from "@/app/(panel)/(home)/users-picture";
import { classes } from "@/components/ui/classes";
import { PageHead } from "@/components/ui/page-head";
import { viewHome } from "@/lib/domain/home/operations";
import { load, loadMember } from "@/lib/doors/page";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("home"))("title") };
}

/** The account holder, the user's rights, what needs attention, an overview and the latest activity. */
export default async function HomePage() {
  const [{ principal: person }, { users, services, undelivered, lines }] = await Promise.all([
    loadMember(),
    load(viewHome),
  ]);
  const t = await getTranslations("frame");
  return (
    <section>
      <PageHead title={t("accountOf", { name: person.accountName })} />
      <OwnStanding person={person} administrators={users.administrators} />
      <div className={columnsLook}>
        <div className="grid grid-cols-1 gap-9 phone:gap-8">
          {(users.counts.length + services.counts.length > 0 || person.factorDueFrom || undelivered) && (
            <NeedsAttention users={users} services={services} undelivered={undelivered} person={person} />
          )}
          <UsersPicture counts={users.counts} person={person} />
          <ProtectionPicture counts={users.counts} />
          <ServicesPicture counts={services.counts} />
        </div>
        <LatestActivity lines={lines} />
      </div>
    </section>
  );
}

const columnsLook = classes(
  "grid max-w-310 grid-cols-[minmax(0,1fr)_minmax(0,340px)] items-start gap-x-12 gap-y-9 px-gutter pt-7",
  "max-[1100px]:grid-cols-1 phone:gap-8 phone:pt-6",
);
