import type { OpenDatabase } from "@/lib/database/db";
import { bringServices } from "@/lib/demo/chronicle";
import { serviceTypes, type ServiceRow } from "@/lib/domain/services/schema";
import { daysAfter, dayIn, neverDay } from "@/lib/isomorphic/days";
import { drawing, of } from "@/lib/testing/drawing";

const batchSize = 500;

/**
 * Adds this many services to an account, with varied types, names, states and days. As with the operator's import, they have counters,
 * numbers, search text, and an activity line for each five hundred. Seeding again adds only those that are missing.
 */
export async function seedServices(
  { transaction }: Pick<OpenDatabase, "transaction">,
  accountId: number,
  howMany: number,
): Promise<void> {
  const today = dayIn("UTC", new Date());
  for (let made = 0; made < howMany; made += batchSize) {
    const rows = Array.from({ length: Math.min(batchSize, howMany - made) }, (_, at) =>
      serviceNumber(accountId, made + at + 1, today),
    );
    await transaction((tx) => bringServices(tx, { id: accountId }, rows, new Date()));
  }
}

/** The account's `n`th service. It is the same at each call, in any order of calls. */
function serviceNumber(accountId: number, n: number, today: string): ServiceRow {
  const draw = drawing(accountId * 1_000_003 + n);
  const type = of(draw, serviceTypes);
  const [word, place, fate] = [of(draw, words), of(draw, places), draw()];
  const status = fate > 0.95 ? "suspended" : fate > 0.85 ? "expired" : "active";
  const bought = Math.floor(draw() * 2000) + 30;
  const renews = status === "expired" ? -Math.floor(draw() * 600) - 1 : Math.floor(draw() * 365);
  return {
    reference: `${prefixes[type]}-${String(n).padStart(6, "0")}`,
    type,
    name:
      type === "other"
        ? `Hours of support ${n}`
        : type === "virtual-server"
          ? `${word}-${place}-${n}`
          : `${prefixOf[type]}${word}-${place}${n}.example`,
    status,
    boughtOn: daysAfter(today, -bought),
    renewsOn: type === "other" ? neverDay : daysAfter(today, renews),
    automaticRenewal: draw() < 0.7,
  };
}

const prefixes = { domain: "dom", "web-hosting": "web", email: "mel", "virtual-server": "vps", other: "sup" };
const prefixOf = { domain: "", "web-hosting": "www.", email: "mail." };
const words = [
  "harbour",
  "lantern",
  "orchard",
  "quartz",
  "meadow",
  "violin",
  "copper",
  "falcon",
  "ribbon",
  "thunder",
  "velvet",
  "acorn",
];
const places = ["lyon", "berlin", "porto", "gdansk", "montreal", "dakar", "lille", "turin"];
