import "server-only";
import { gzipSync } from "node:zlib";
import { figureOf, type Figure } from "@/lib/tools/bench/figures";
import type { Stage } from "@/lib/tools/bench/stage";

/** Measures the compressed scripts and texts that a modern browser loads at its first visit, beside the bare page's. */
export async function measureFirstVisit([stage]: Stage[], bare: string): Promise<Figure[]> {
  const { server, trials } = stage!;
  const floor = await filesOf(bare, "");
  const pages = [
    ["/login", "", "≤ 1.25"],
    ["/account/users", trials.at(-1)!.cookie, "≤ 1.35"],
  ] as const;
  return Promise.all(
    pages.map(async ([path, cookie, aim]) =>
      figureOf(
        { what: `scripts and texts of a first visit: ${path}`, unit: "kB gzip", floor: "bare page", aim },
        [await filesOf(`${server.origin}${path}`, cookie)],
        [floor],
      ),
    ),
  );
}

async function filesOf(url: string, cookie: string): Promise<number> {
  const page = await (await fetch(url, { headers: { cookie } })).text();
  const scripts = [...page.matchAll(/<script [^>]*>/g)].map(([tag]) => tag).filter((tag) => !/nomodule/i.test(tag));
  const preloaded = [...page.matchAll(/<link [^>]*as="(?:script|fetch)"[^>]*>/g)].map(([tag]) => tag);
  const files = new Set(
    [...scripts, ...preloaded]
      .map((tag) => /(?:src|href)="([^"]+)"/.exec(tag)?.[1])
      .filter((file) => file !== undefined),
  );
  const sizes = [...files].map(
    async (file) => gzipSync(Buffer.from(await (await fetch(new URL(file, url))).arrayBuffer())).length,
  );
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1000;
}

/** Measures the bytes of pages. */
export async function measureBytes([stage]: Stage[]): Promise<Figure[]> {
  const { server, trials } = stage!;
  const bytesOf = async (cookie: string) => {
    const answer = await fetch(`${server.origin}/account/users`, { headers: { cookie }, redirect: "manual" });
    return Buffer.from(await answer.arrayBuffer());
  };
  const [page, redirect] = [await bytesOf(trials.at(-1)!.cookie), await bytesOf("")];
  const sizes = [
    ["User management, 25 rows", "raw", page.length, "≤ 70 kB"],
    ["User management, 25 rows", "gzip", gzipSync(page).length, "≤ 15 kB"],
    ["a private page, logged out", "raw", redirect.length, "≤ 1 kB"],
  ] as const;
  return sizes.map(([what, form, length, aim]) =>
    figureOf({ what: `bytes of ${what}, ${form}`, unit: "kB", aim }, [length / 1000]),
  );
}
