import type { ReactNode } from "react";
import { Frame } from "@/app/(panel)/frame/frame";
import { BlankEndNotice } from "@/app/_parts/blank-end-notice";
import { Texts } from "@/app/texts/texts";
import { themes } from "@/lib/domain/profile/schema";
import { languageOptions } from "@/lib/doors/current-language";
import { loadMember } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { withheldOnUsers } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

/** The panel: its frame, and the texts that all its pages need in the browser. */
export default async function PanelLayout({ children }: { children: ReactNode }) {
  const { principal: person } = await loadMember();
  const { personId, name, login, standing, digitalId, handle, accountName, theme } = person;
  return (
    <Texts of="panel" late="more">
      <Frame
        person={{ personId, name, login, standing }}
        account={{ digitalId, handle, accountName }}
        provider={{
          brand: env.brand,
          origin: env.origin,
          mail: env.mail !== null,
          support: env.supportEmail,
          mailbox: env.supportMailbox,
        }}
        looks={{ theme, themes, languages: languageOptions() }}
        withheld={withheldOnUsers(standing)}
        now={Date.now()}
        zone={zoneOf(person)}
        notice={<BlankEndNotice className="px-gutter pt-3.5" />}
      >
        {children}
      </Frame>
    </Texts>
  );
}
