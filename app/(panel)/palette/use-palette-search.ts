"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { UserRow } from "@/app/(panel)/account/users/rows";
import { narrowed, noHits, type Hits } from "@/app/(panel)/palette/hits";
import type { FoundService } from "@/app/(panel)/services/find/route";
import { readBy } from "@/components/form/background-read";
import { actionAt, useQuietSend } from "@/components/form/send";
import { paths } from "@/lib/isomorphic/paths";
import { done, isRefusal, refuse, type Refusal, type Result } from "@/lib/isomorphic/result";

type Answer = { q: string; hits: Hits; refused: Refusal | null };

type PaletteSearch = Hits & {
  looking: boolean;
  refused: Refusal | null;
  /** Searches again for the same words. */
  again: () => Promise<void>;
};

const pause = 150;

/**
 * Finds users and services by the lists' own searches, shortly after the last key. A newer search aborts the older one. Until its answer
 * arrives, it shows the last hits that the new words match too. So nothing jumps while the user types, and every hit matches the typed
 * words.
 */
export function usePaletteSearch(typed: string): PaletteSearch {
  const send = useQuietSend();
  const [answer, setAnswer] = useState<Answer>({ q: "", hits: noHits, refused: null });
  const current = useRef<{ q: string; overtaken: AbortController } | null>(null);
  const q = typed.trim();

  const look = useCallback(async () => {
    if (current.current?.q !== q) return;
    const { signal } = current.current.overtaken;
    const result = await readBy(
      () => send(find(q, signal), new FormData()),
      () => refuse("unavailable", "palette.failed"),
    );
    if (signal.aborted) return;
    setAnswer(isRefusal(result) ? { q, hits: noHits, refused: result } : { q, hits: result.value, refused: null });
  }, [q, send]);

  useEffect(() => {
    if (q === "") return;
    const overtaken = new AbortController();
    current.current = { q, overtaken };
    const timer = setTimeout(look, pause);
    return () => {
      clearTimeout(timer);
      overtaken.abort();
    };
  }, [q, look]);

  if (q === "") return { ...noHits, looking: false, refused: null, again: look };
  if (answer.q === q) return { ...answer.hits, looking: false, refused: answer.refused, again: look };
  return { ...narrowed(answer.hits, q), looking: true, refused: answer.refused, again: look };
}

const find =
  (q: string, signal: AbortSignal) =>
  async (_previous: unknown, form: FormData): Promise<Result<Hits>> => {
    const ask = <T>(path: string, sort: string) => {
      const asked = new FormData();
      for (const [name, value] of [...form, ["q", q], ["sort", sort]] as [string, string][]) asked.set(name, value);
      return actionAt<T>(path, signal)(null, asked);
    };
    const [users, services] = await Promise.all([
      ask<UserRow[]>(paths.findUsers, "username"),
      ask<FoundService[]>(paths.findServices, "name"),
    ]);
    if (isRefusal(users)) return users;
    return isRefusal(services) ? services : done({ users: users.value, services: services.value });
  };
