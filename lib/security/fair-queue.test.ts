import { expect, it } from "vitest";
import { FairQueue, isQueueFull } from "@/lib/security/fair-queue";

/** Work that ends when the test says so, in the order in which it began. */
function workshop(mostWaiting = 100, atOnce = 1) {
  const turns = new FairQueue(atOnce, mostWaiting);
  const began: string[] = [];
  const ends: (() => void)[] = [];
  const settled = () => new Promise((go) => setImmediate(go));
  return {
    began,
    /** Adds a piece of work and returns its outcome. */
    bring: (of: string, first = false) =>
      turns
        .take({ of, first }, () => new Promise<void>((end) => (began.push(of), ends.push(end))))
        .then(() => "done")
        .catch((error: unknown) => (isQueueFull(error) ? "refused" : String(error))),
    /** Ends the work under way and all work after it. */
    async endAll() {
      await settled();
      for (let at = 0; at < ends.length; at++) {
        ends[at]!();
        await settled();
      }
    },
  };
}

it("an account with sixteen pieces of work delays another account by only one", async () => {
  const { bring, began, endAll } = workshop();
  const all = [...Array.from({ length: 16 }, () => bring("A")), bring("B"), bring("B"), bring("C")];
  await endAll();
  expect(began.slice(0, 6).join("")).toBe("AABCAB");
  expect(began).toHaveLength(19);
  expect(await Promise.all(all)).toEqual(all.map(() => "done"));
});

it("log-ins go first, and those of a flooding network take turns with the others", async () => {
  const { bring, began, endAll } = workshop();
  for (let at = 0; at < 3; at++) void bring("A");
  for (let at = 0; at < 3; at++) void bring("flood", true);
  void bring("home", true);
  await endAll();
  expect(began).toEqual(["A", "flood", "home", "flood", "flood", "A", "A"]);
});

it("as many pieces run at once as there are threads, and failed work passes its turn on", async () => {
  const turns = new FairQueue(2, 10);
  let [atOnce, most] = [0, 0];
  const work = async (at: number) => {
    most = Math.max(most, ++atOnce);
    await new Promise((go) => setImmediate(go));
    atOnce--;
    if (at % 2) throw new Error("failed");
    return at;
  };
  const all = await Promise.allSettled(Array.from({ length: 8 }, (_, at) => turns.take({ of: "A" }, () => work(at))));
  expect(all.map(({ status }) => status)).toEqual(all.map((_, at) => (at % 2 ? "rejected" : "fulfilled")));
  expect([most, atOnce]).toEqual([2, 0]);
});

it("no account fills the queue for others: the one with the most waiting work loses its newest piece", async () => {
  const { bring, endAll } = workshop(4);
  const of = (letter: string, count: number) => Array.from({ length: count }, () => bring(letter));
  const [a, b] = [of("A", 7), of("B", 3)];
  const c = bring("C");
  await endAll();
  // One of A is under way, and four may wait: two of B and one of C among them. B then has as many as A, and gets no third.
  expect(await Promise.all(a)).toEqual(["done", "done", "refused", "refused", "refused", "refused", "refused"]);
  expect(await Promise.all(b)).toEqual(["done", "done", "refused"]);
  expect(await c).toBe("done");
});

it("a log-in takes the place of other waiting work, and other work finds no place among waiting log-ins", async () => {
  const { bring, began, endAll } = workshop(2);
  const other = [bring("A"), bring("B"), bring("C")];
  const logIns = [bring("one", true), bring("two", true), bring("two", true)];
  const late = bring("D");
  await endAll();
  expect(await Promise.all(other)).toEqual(["done", "refused", "refused"]);
  expect(await Promise.all(logIns)).toEqual(["done", "done", "refused"]);
  expect(await late).toBe("refused");
  expect(began).toEqual(["A", "one", "two"]);
});
