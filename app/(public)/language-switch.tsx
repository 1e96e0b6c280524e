import { getLocale } from "next-intl/server";
import { editProfileAction } from "@/app/(panel)/account/(general)/actions";
import { chooseLanguageAction } from "@/app/(public)/actions";
import { ChoiceForm } from "@/components/form/choice-form";
import { Globe } from "@/components/ui/icon";
import { languageOptions } from "@/lib/doors/current-language";
import { isMember, loadActor } from "@/lib/doors/page";
import type { Action, FieldOf } from "@/lib/isomorphic/action";

/** The languages, each in its own name. For visitors, the browser keeps the choice. For a logged-in user, it is saved with the user. */
export async function LanguageSwitch() {
  const [actor, locale] = [await loadActor(), await getLocale()];
  const own = isMember(actor) && !actor.credential.pendingStep;
  const action: Action<unknown, { language?: string | undefined }> = own ? editProfileAction : chooseLanguageAction;
  return (
    <ChoiceForm className="flex flex-wrap items-center gap-0.5" action={action}>
      <Globe />
      {languageOptions().map(({ code, name }) => (
        <button
          key={code}
          className="button button-small button-quiet text-muted aria-[current]:font-semibold aria-[current]:text-text"
          name={"language" satisfies FieldOf<typeof action>}
          value={code}
          lang={code}
          aria-current={code === locale ? "true" : undefined}
        >
          {name}
        </button>
      ))}
    </ChoiceForm>
  );
}
