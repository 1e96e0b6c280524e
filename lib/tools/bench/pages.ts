import "server-only";
import autocannon from "autocannon";
import { signCursor } from "@/lib/database/cursor";
import { figureOf, medianOf, type Figure, type Rounds } from "@/lib/tools/bench/figures";
import type { Stage, Trial } from "@/lib/tools/bench/stage";

type Target = { page: string; aim: string; stage: Stage; trial: Trial; url: string; medians: Rounds };

/**
 * Measures a page of User management in each account, and compares it with a bare page, by latency and by throughput. Rounds go through the
 * pages in turn, every second one backwards, so that other load on the computer affects all of them.
 */
export async function measurePages(stages: Stage[], bare: string, rounds: number, requests: number): Promise<Figure[]> {
  const targets: Target[] = [];
  for (const stage of stages) {
    for (const trial of stage.trials) {
      for (const [page, query, aim] of await pagesOf(stage, trial)) {
        targets.push({
          page,
          aim,
          stage,
          trial,
          url: `${stage.server.origin}/account/users?${new URLSearchParams(query)}`,
          medians: [],
        });
      }
    }
  }
  const bareMedians: Rounds = [];
  const bareTarget = { url: bare, cookie: "", medians: bareMedians };
  const all = [
    bareTarget,
    ...targets.map((target) => ({ url: target.url, cookie: target.trial.cookie, medians: target.medians })),
  ];
  for (const { url, cookie } of all) for (let warm = 0; warm < 5; warm++) await ask(url, cookie);
  for (let round = 0; round < rounds; round++) {
    for (const { url, cookie, medians } of round % 2 ? all.toReversed() : all) {
      const times: number[] = [];
      for (let n = 0; n < requests; n++) times.push(await ask(url, cookie));
      medians.push(medianOf(times));
    }
  }

  const figures: Figure[] = [];
  for (const { engine, trials } of stages) {
    const [, small, many] = trials;
    const of = (page: string, trial: Trial | undefined) =>
      targets.find((target) => target.stage.engine === engine && target.page === page && target.trial === trial)!;
    const first = of("first page", many);
    figures.push(
      figureOf(
        { what: "first page, 25 rows: latency, 1 connection", engine, unit: "ms", floor: "bare page", aim: "≤ 1.9" },
        first.medians,
        bareMedians,
      ),
    );
    for (const { page, aim, medians } of targets.filter(
      (target) => target.stage.engine === engine && target.trial === many,
    )) {
      const search = page.startsWith("search");
      const floor = search ? of("first page", many) : of(page, small);
      const named = search ? `first page at ${many!.size}` : `the same at ${small!.size}`;
      figures.push(
        figureOf({ what: `${page}, at ${many!.size}`, engine, unit: "ms", floor: named, aim }, medians, floor.medians),
      );
    }
  }
  return figures;
}

/** Measures pages per second at 16 connections, Steward's and the bare one in turns. */
export async function measureThroughput(
  stages: Stage[],
  bare: string,
  rounds: number,
  seconds: number,
): Promise<Figure[]> {
  const bareRounds: Rounds = [];
  const stageRounds = new Map<string, Rounds>(stages.map(({ engine }) => [engine, []]));
  for (let round = 0; round < rounds; round++) {
    bareRounds.push(await pagesASecond(bare, "", seconds));
    for (const { engine, server, trials } of stages) {
      stageRounds
        .get(engine)!
        .push(await pagesASecond(`${server.origin}/account/users`, trials.at(-1)!.cookie, seconds));
    }
  }
  return stages.map(({ engine }) =>
    figureOf(
      {
        what: "first page, 25 rows: throughput, 16 connections",
        engine,
        unit: "pages/s",
        floor: "bare page",
        aim: "≥ 0.30",
      },
      stageRounds.get(engine)!,
      bareRounds,
    ),
  );
}

async function pagesASecond(url: string, cookie: string, duration: number): Promise<number> {
  const { requests, non2xx, errors } = await autocannon({ url, connections: 16, duration, headers: { cookie } });
  if (non2xx > 0 || errors > 0)
    throw new Error(`${url}: ${non2xx} answers were not a page, and ${errors} requests failed.`);
  return requests.average;
}

/** How long a page takes until its last byte, in milliseconds. */
export async function ask(url: string, cookie: string, status = 200): Promise<number> {
  const start = performance.now();
  const response = await fetch(url, { headers: { cookie }, redirect: "manual" });
  await response.text();
  if (response.status !== status) throw new Error(`${url} answered ${response.status}.`);
  return performance.now() - start;
}

/** The pages that people ask for, by their URLs. A deep page begins in the middle of its list. */
async function pagesOf(
  { database: { db } }: Stage,
  { accountId }: Trial,
): Promise<[string, Record<string, string>, string][]> {
  const where = { accountId, kind: "user", removed: false };
  const half = Math.floor((await db.person.count({ where })) / 2);
  const newest = await db.person.findFirstOrThrow({
    where,
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    skip: half,
  });
  const never = { ...where, lastLoginAt: new Date(0) };
  const nobody = Math.floor((await db.person.count({ where: never })) / 2);
  const absent = await db.person.findFirst({ where: never, orderBy: { id: "desc" }, skip: nobody });
  const after = (sort: string, key: Date, id: string) =>
    signCursor(`users ${accountId} ${sort}`, { to: "after", key: key.toISOString(), id });
  const [flat, found] = ["≤ 1.15", "≤ 2"];
  return [
    ["first page", {}, flat],
    ["deep page", { cursor: after("-created", newest.createdAt, newest.id) }, flat],
    [
      "deep page of users who never logged in",
      { sort: "-last-login", cursor: after("-last-login", new Date(0), absent?.id ?? "") },
      flat,
    ],
    ["oldest first", { sort: "created" }, flat],
    ["by username", { sort: "username" }, flat],
    ["by last login", { sort: "-last-login" }, flat],
    ["status disabled", { status: "disabled" }, flat],
    ["status removed", { status: "removed" }, flat],
    ["never logged in", { status: "never-signed-in" }, flat],
    ["privilege None", { privilege: "none" }, flat],
    ["None, enabled, by username", { privilege: "none", status: "enabled", sort: "username" }, flat],
    ["search: one user", { q: newest.login }, found],
    ["search: a team", { q: "Night shift" }, found],
    ["search: every user", { q: "example.com" }, found],
    ["search: two letters", { q: "ad" }, found],
    ["search: every removed user", { q: "example.com", status: "removed" }, found],
    ["search: no match", { q: "nobody-has-this" }, found],
  ];
}
