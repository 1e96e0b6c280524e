import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { Beside, Folded, PublicFrame } from "@/app/(public)/frame";
import { VerifyCodeForm, VerifyKeyForm } from "@/app/(public)/login/verify/form";
import { OwnId } from "@/app/(public)/which-id";
import { classes } from "@/components/ui/classes";
import { CompositeId } from "@/components/ui/composite-id";
import { ChevronRight, FileText, Key, Smartphone } from "@/components/ui/icon";
import { Link } from "@/components/ui/link";
import { viewVerification } from "@/lib/domain/two-factor/operations";
import { codesAtOnce } from "@/lib/domain/two-factor/rules";
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
    const all = [
      { each: "app", Icon: Smartphone, label: t("app"), about: listed(own.apps) },
      { each: "key", Icon: Key, label: t("key"), about: listed(own.keys) },
      { each: "code", Icon: FileText, label: t("backup"), about: t("left", { left: own.codes, all: codesAtOnce }) },
    ] as const;
    const choices = all.filter(({ each }) => has[each]);
    return (
      <Frame title={t("another")} text={t("anotherText")} person={person} codes={has.code}>
        <ul className="overflow-hidden rounded-3 border border-line-control bg-raised">
          {choices.map(({ each, Icon, label, about }) => (
            <li key={each} className="border-line not-first:border-t">
              <Link className={choiceLook} href={hrefOf(each)}>
                <Icon className="row-span-2 text-muted" />
                <b>{label}</b>
                <small className="col-start-2 text-13 wrap-anywhere text-muted">{about}</small>
                <ChevronRight className="col-start-3 row-span-2 row-start-1 text-muted" />
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
      <CompositeId account={person.digitalId} person={person.login} breaks />
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

const choiceLook = classes(
  "grid grid-cols-[18px_minmax(0,1fr)_16px] items-center gap-x-3 px-3.5 py-3 text-inherit no-underline",
  "hover:bg-hover focus-visible:-outline-offset-3",
);

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
  const t = await getTranslations("verify");
  const left = { codes: codes ? "yes" : "no" };
  const help = login ? t("lostText", left) : t("lostHolder", { ...left, support: env.supportEmail });
  const lost = { label: t("lost"), value: help };
  const who = { label: t("as"), value: <OwnId digitalId={digitalId} login={login} /> };
  const aside = <Beside title={t(method === "app" ? "aside" : "asideAlone")} facts={stuck ? [who] : [lost, who]} />;
  return (
    <PublicFrame {...rest} text={stuck ? `${text} ${help}` : text} aside={aside}>
      {children}
      {/* For windows without room at the right. */}
      {!stuck && (
        <Folded title={t("lost")}>
          <p>{help}</p>
        </Folded>
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
