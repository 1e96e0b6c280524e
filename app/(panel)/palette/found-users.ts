"use client";

import { useEffect, useState } from "react";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { useSend } from "@/components/form/send";
import { paths } from "@/lib/paths";
import { isRefusal, type Result } from "@/lib/result";

type Found = { users: UserRow[]; looking: boolean; failed: boolean };

const nobody: UserRow[] = [];
const pause = 150;

/** The users whom the list's search finds, a moment after the last key. What is overtaken is called off. */
export function useFoundUsers(typed: string): Found {
  const [found, setFound] = useState<{ q: string; users: UserRow[]; failed: boolean }>({ q: "", users: nobody, failed: false });
  const send = useSend();
  const q = typed.trim();
  useEffect(() => {
    if (q === "") return;
    const overtaken = new AbortController();
    const find = async () => {
      const address = `${paths.findUsers}?${new URLSearchParams({ q, sort: "username" })}`;
      const answer = await fetch(address, { signal: overtaken.signal });
      return (await answer.json()) as Result<UserRow[]>;
    };
    const timer = setTimeout(async () => {
      try {
        const result = await send(find, new FormData());
        if (overtaken.signal.aborted) return;
        setFound(isRefusal(result) ? { q, users: nobody, failed: true } : { q, users: result.value, failed: false });
      } catch {
        if (!overtaken.signal.aborted) setFound({ q, users: nobody, failed: true });
      }
    }, pause);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [q, send]);

  if (q === "") return { users: nobody, looking: false, failed: false };
  // What was found last stays until the next is here: nothing jumps while somebody types.
  return { users: found.users, looking: found.q !== q, failed: found.failed && found.q === q };
}
