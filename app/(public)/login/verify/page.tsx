import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Beside, OwnId, PublicFrame } from "@/app/(public)/frame";
import { VerifyCodeForm, VerifyKeyForm } from "@/app/(public)/login/verify/form";
import { CompositeId } from "@/components/ui/composite-id";
import { ChevronDown, ChevronRight, FileText, Key, Smartphone } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { viewVerification } from "@/lib/domain/two-factor/operations";
import { load, loadWithPendingStep } from "@/lib/doors/page";
import { isolated } from "@/lib/isomorphic/isolate.mjs";
import { innerPath, paths } from "@/lib/isomorphic/paths";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("verify"))("title") };
}

const methods = ["app", "key", "code"] as const;
type Method = (typeof methods)[number];

/** The second factor after the password: the method used last, or the one that the user chooses. */
export default async function VerifyPage({ searchParams }: Props) {
  const [params, { principal: person }] = [await searchParams, await loadWithPendingStep("second-factor")];
  const [t, own] = [await getTranslations("verify"), await load(viewVerification)];
  const next = innerPath(params.next) ?? "";
  const has: Record<Method, boolean> = { app: own.apps.length > 0, key: own.keys.length > 0, code: own.codes > 0 };
  const chosen = methods.find((method) => method === params.method && has[method]);
  const method = chosen ?? own.first;
  const hrefOf = (which: Method | "other") =>
    `${paths.verify}?${new URLSearchParams({ method: which, ...(next && { next }) })}`;
  if (params.method === "other") {
    return (
      <Frame title={t("another")} text={t("anotherText")} person={person} codes={has.code}>
        <ul className="methods">
          {methods
            .filter((each) => has[each])
            .map((each) => (
              <li key={each}>
                <Link href={hrefOf(each)}>
                  {{ app: <Smartphone />, key: <Key />, code: <FileText /> }[each]}
                  <b>{t(({ app: "app", key: "key", code: "backup" } as const)[each])}</b>
                  <small>
                    {
                      { app: listed(own.apps), key: listed(own.keys), code: t("left", { left: own.codes, all: 10 }) }[
                        each
                      ]
                    }
                  </small>
                  <ChevronRight />
                </Link>
              </li>
            ))}
        </ul>
        <Elsewhere />
      </Frame>
    );
  }
  const id = (
    <p>
      <CompositeId account={person.digitalId} person={person.login || undefined} breaks />
    </p>
  );
  if (!Object.values(has).includes(true)) {
    return (
      <Frame title={t("title")} text={t("none")} person={person} stuck>
        {id}
        <Elsewhere />
      </Frame>
    );
  }
  const text = { app: "text", key: "textKey", code: "textCode" } as const;
  return (
    <Frame title={t("title")} text={t(text[method])} person={person} method={method} codes={has.code}>
      {id}
      {method === "key" ? (
        <VerifyKeyForm options={own.keyOptions!} next={next} />
      ) : (
        <VerifyCodeForm key={method} method={method} next={next} />
      )}
      <Elsewhere>
        {Object.values(has).filter(Boolean).length > 1 && <Link href={hrefOf("other")}>{t("another")}</Link>}
      </Elsewhere>
    </Frame>
  );
}

type FrameProps = {
  title: string;
  text: string;
  person: { digitalId: string; login: string };
  method?: Method;
  /** Whether backup codes are left. */
  codes?: boolean;
  /** No method is left, so the page mainly says who can help. */
  stuck?: boolean;
  children: React.ReactNode;
};

async function Frame({
  text,
  person: { digitalId, login },
  method,
  codes = false,
  stuck = false,
  children,
  ...rest
}: FrameProps) {
  const [t, ids] = [await getTranslations("verify"), await getTranslations("ids")];
  const left = { codes: codes ? "yes" : "no" };
  const help = login ? t("lostText", left) : t("lostHolder", { ...left, support: env.supportEmail });
  const lost = { label: t("lost"), value: help };
  const who = { label: t("as"), value: <OwnId digitalId={digitalId} login={login} /> };
  const aside = <Beside title={t(method === "app" ? "aside" : "asideAlone")} facts={stuck ? [who] : [lost, who]} />;
  return (
    <PublicFrame {...rest} text={stuck ? `${text} ${help}` : text} asideLabel={ids("about")} aside={aside}>
      {children}
      {/* For windows without room at the right. */}
      {!stuck && (
        <details className="whichid">
          <summary>
            <span>{t("lost")}</span>
            <ChevronDown />
          </summary>
          <p>{help}</p>
        </details>
      )}
    </PublicFrame>
  );
}

const listed = (names: readonly string[]) => names.map(isolated).join(", ");

/** Links to another method, and to log out and start over. */
async function Elsewhere({ children }: { children?: React.ReactNode }) {
  const t = await getTranslations("verify");
  return (
    <form className="links" method="post" action={paths.logOut}>
      {children}
      <button className="plain-link">{t("elseone")}</button>
    </form>
  );
}
