import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { usersList } from "@/app/(panel)/account/users/list-url";
import { rowsOf } from "@/app/(panel)/account/users/rows";
import { UsersList } from "@/app/(panel)/account/users/users-list";
import { listUsers } from "@/lib/domain/users/operations";
import { twoFactorStates, userStates } from "@/lib/domain/users/schema";
import { load, loadMember } from "@/lib/doors/page";
import { zoneOf } from "@/lib/isomorphic/date-format";
import { packRows } from "@/lib/isomorphic/packed-rows";
import { withheldOnUsers } from "@/lib/policy";
import { env } from "@/lib/runtime/env.mjs";

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("users"))("title") };
}

export default async function UsersPage({ searchParams }: Props) {
  const params = await searchParams;
  const [{ principal: person }, page] = [await loadMember(), await load(listUsers, params)];
  const { query, users, total, seesDelivery, previous, next, misread, looked } = page;
  const { digitalId, handle, standing } = person;
  return (
    <UsersList
      rows={packRows(await rowsOf(users, person))}
      list={usersList(query)}
      total={total}
      // Users who may not see other users' emails cannot see whether one failed either.
      states={userStates.filter((state) => seesDelivery || state !== "invitation-failed")}
      factorStates={twoFactorStates}
      page={{ previous, next, misread, looked }}
      withheld={withheldOnUsers(standing)}
      account={{ digitalId, handle, brand: env.brand, origin: env.origin, mail: env.mail !== null }}
      zone={zoneOf(person)}
      {...(params.welcome === "1" && standing === "holder" && { welcome: true })}
      {...(typeof params.added === "string" && { added: params.added, repeated: params.repeated === "1" })}
    />
  );
}
