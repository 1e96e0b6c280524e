"use client";

import { useEffect, useState } from "react";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { useSend } from "@/components/form/send";
import { paths } from "@/lib/isomorphic/paths";
import { done, isRefusal, type Result } from "@/lib/isomorphic/result";

type Rows = { users: UserRow[]; services: FoundService[] };

const nothing: Rows = { users: [], services: [] };
const pause = 150;

/** The users and services that the lists' searches find, a moment after the last key. What is overtaken is called off. */
export function useFound(typed: string): Rows & { looking: boolean; failed: boolean } {
  const [found, setFound] = useState({ q: "", rows: nothing, failed: false });
  const send = useSend();
  const q = typed.trim();
  useEffect(() => {
    if (q === "") return;
    const overtaken = new AbortController();
    const ask = async <T>(path: string, sort: string): Promise<Result<T>> => {
      const answer = await fetch(`${path}?${new URLSearchParams({ q, sort })}`, { signal: overtaken.signal });
      return (await answer.json()) as Result<T>;
    };
    const find = async (): Promise<Result<Rows>> => {
      const [users, services] = await Promise.all([
        ask<UserRow[]>(paths.findUsers, "username"),
        ask<FoundService[]>(paths.findServices, "name"),
      ]);
      if (isRefusal(users)) return users;
      return isRefusal(services) ? services : done({ users: users.value, services: services.value });
    };
    const timer = setTimeout(async () => {
      try {
        const result = await send(find, new FormData());
        if (overtaken.signal.aborted) return;
        setFound(isRefusal(result) ? { q, rows: nothing, failed: true } : { q, rows: result.value, failed: false });
      } catch {
        if (!overtaken.signal.aborted) setFound({ q, rows: nothing, failed: true });
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [q, send]);

  if (q === "") return { ...nothing, looking: false, failed: false };
  // What was found last stays until the next is here: nothing jumps while somebody types.
  return { ...found.rows, looking: found.q !== q, failed: found.failed && found.q === q };
}
