"use client";

import { useEffect, useState } from "react";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { actionAt, useSend } from "@/components/form/send";
import { somebodyElse } from "@/lib/isomorphic/drawn-for";
import { paths } from "@/lib/isomorphic/paths";
import { done, isRefusal, type Result, type Sentence } from "@/lib/isomorphic/result";

type Rows = { users: UserRow[]; services: FoundService[] };
type Found = { q: string; rows: Rows; failed: Sentence | null };

const nothing: Rows = { users: [], services: [] };
const failed: Sentence = { key: "palette.failed" };
const pause = 150;

/** The users and services that the lists' searches find, a moment after the last key. What is overtaken is called off. */
export function useFound(typed: string): Rows & { looking: boolean; failed: Sentence | null } {
  const [found, setFound] = useState<Found>({ q: "", rows: nothing, failed: null });
  const send = useSend();
  const q = typed.trim();
  useEffect(() => {
    if (q === "") return;
    const overtaken = new AbortController();
    const ask = <T>(path: string, sort: string, form: FormData) => {
      const asked = new FormData();
      for (const [name, value] of [...form, ["q", q], ["sort", sort]] as [string, string][]) asked.set(name, value);
      return actionAt<T>(path, overtaken.signal)(null, asked);
    };
    const find = async (_previous: Result<Rows> | null, form: FormData): Promise<Result<Rows>> => {
      const [users, services] = await Promise.all([
        ask<UserRow[]>(paths.findUsers, "username", form),
        ask<FoundService[]>(paths.findServices, "name", form),
      ]);
      if (isRefusal(users)) return users;
      return isRefusal(services) ? services : done({ users: users.value, services: services.value });
    };
    const timer = setTimeout(async () => {
      try {
        const result = await send(find, new FormData());
        if (overtaken.signal.aborted) return;
        if (isRefusal(result)) setFound({ q, rows: nothing, failed: result.sentence.key === somebodyElse ? result.sentence : failed });
        else setFound({ q, rows: result.value, failed: null });
      } catch {
        if (!overtaken.signal.aborted) setFound({ q, rows: nothing, failed });
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [q, send]);

  if (q === "") return { ...nothing, looking: false, failed: null };
  // What was found last stays until the next is here: nothing jumps while somebody types.
  return { ...found.rows, looking: found.q !== q, failed: found.q === q ? found.failed : null };
}
