// Fills an account with users, for trials of size:
// node --conditions=react-server --import tsx lib/testing/seed-users.ts <digital ID> <how many>
import { realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { appendLines, changesBetween } from "@/lib/access/audit";
import { closeDatabase, db, transaction, type Db, type OpenDatabase } from "@/lib/database/db";
import { insertRows } from "@/lib/database/insert-rows";
import { numbersPerAccount } from "@/lib/database/keyset";
import { inAccount, memberOf } from "@/lib/demo/chronicle";
import { countIn, never, statusFrom } from "@/lib/domain/people/store";
import { contextOf } from "@/lib/domain/two-factor/store";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { searchTextOf } from "@/lib/domain/users/store";
import { emailKey } from "@/lib/isomorphic/email.mjs";
import { loginKey } from "@/lib/isomorphic/identifiers";
import { privileges, statuses } from "@/lib/policy";
import { encrypt } from "@/lib/security/encryption";
import { newId } from "@/lib/security/tokens";
import { drawing, of } from "@/lib/testing/drawing";

// A statement takes at most 32,766 values. A transaction holds the only write lock of SQLite, so each is short.
const batchSize = 1000;

/**
 * Adds this many users to an account, with varied names, privileges, statuses and times, a thousand per transaction. Counters, numbers,
 * search text and the activity chain (a line each) are the same as through the operations. All get the same password hash, or none. Seeding
 * again adds more.
 */
export async function seedUsers(
  { transaction }: Pick<OpenDatabase, "transaction">,
  accountId: number,
  howMany: number,
  passwordHash: string | null = null,
): Promise<void> {
  for (let left = howMany; left > 0; left -= batchSize) {
    await transaction((tx) => seedBatch(tx, accountId, Math.min(left, batchSize), passwordHash));
  }
}

async function seedBatch(tx: Db, accountId: number, size: number, passwordHash: string | null) {
  const account = await tx.account.update({ where: { id: accountId }, data: { made: { increment: size } } });
  const holder = await tx.person.findUniqueOrThrow({ where: { id: account.holderId } });
  const name = `${holder.firstName} ${holder.lastName}`;
  const now = new Date();
  const by = memberOf({
    id: holder.id,
    account,
    standing: "holder",
    name,
    login: "",
    email: holder.email,
    source: "shell",
  });
  const auth = await inAccount(tx, by, "users.add", accountId, now);
  const users = Array.from({ length: size }, (_, at) => userNumber(accountId, account.made - size + 1 + at, now, name));
  await insertRows(
    tx,
    "Person",
    users.map((user) => ({ ...user, passwordHash })),
  );
  await insertRows(tx, "Factor", users.filter(({ twoFactor }) => twoFactor).map(appOf));
  await appendLines(
    auth,
    users.map((user) => ({
      subject: { id: user.id, name: user.login },
      changes: changesBetween(null, user, ["email", "privilege", "description", "status"]),
    })),
  );
  for (const privilege of privileges) {
    for (const status of statuses) {
      const those = users.filter((user) => user.privilege === privilege && user.status === status);
      for (const [absent, twoFactor] of [
        [true, false],
        [false, false],
        [false, true],
      ] as const) {
        const alike = those.filter((user) => (user.lastLoginAt === never) === absent && user.twoFactor === twoFactor);
        if (alike[0]) await countIn(auth, alike[0], alike.length);
      }
    }
  }
}

/** The app of a user who has one. Nobody knows its secret. */
const appOf = ({ id: personId, accountId, createdAt }: ReturnType<typeof userNumber>) => {
  const id = newId();
  return {
    id,
    accountId,
    personId,
    kind: "app",
    name: "Pixel 9",
    secret: encrypt(contextOf(id, personId), newAppSecret()),
    createdAt,
    lastUsedAt: never,
  };
};

const hour = 3_600_000;
const day = 24 * hour;

/** The account's `n`th person. It is the same at each call, in any order of calls. */
function userNumber(accountId: number, n: number, now: Date, editedBy: string) {
  const draw = drawing(accountId * 1_000_003 + n);
  const ago = (milliseconds: number) => new Date(now.getTime() - Math.floor(milliseconds));
  const [first, last, team] = [of(draw, firstNames), of(draw, lastNames), of(draw, teams)];
  const login = `${first}.${last}${n}`;
  const age = draw() * 700 * day + day;
  const fate = draw();
  const causes = {
    removedAt: fate > 0.97 ? ago(draw() * 29 * day) : null,
    disabledAt: fate > 0.9 && fate <= 0.97 ? ago(draw() * age) : null,
    invited: false,
    changeDue: fate > 0.82 && fate <= 0.9,
  };
  const details = {
    login,
    email: `${login}@example.com`,
    description: draw() < 0.3 ? "" : `${of(draw, duties)}, ${team}`,
  };
  const user = {
    ...details,
    ...causes,
    id: newId(),
    number: BigInt(accountId) * numbersPerAccount + BigInt(n),
    accountId,
    kind: "user",
    privilege: draw() < 0.05 ? privileges[2] : of(draw, [privileges[0], privileges[1]]),
    loginKey: loginKey(login),
    emailKey: emailKey(details.email),
    searchText: searchTextOf(details),
    status: statusFrom(causes),
    removed: causes.removedAt !== null,
    createdAt: ago(age),
    passwordChangedAt: ago(draw() * age),
    lastLoginAt: draw() < 0.2 ? never : ago(draw() * age),
    editedAt: ago(age),
    editedBy,
  };
  // A user who never logged in has no factor.
  return { ...user, twoFactor: user.lastLoginAt !== never && draw() < 0.4 };
}

const firstNames = [
  "ada",
  "bruno",
  "chloe",
  "david",
  "elif",
  "farid",
  "greta",
  "hugo",
  "ines",
  "jonas",
  "kofi",
  "lena",
];
const lastNames = [
  "abel",
  "baker",
  "costa",
  "dubois",
  "evans",
  "fischer",
  "garcia",
  "haddad",
  "ivanov",
  "jensen",
  "klein",
];
const teams = ["Lyon", "Berlin", "Porto", "Gdansk", "Montreal", "Dakar", "Night shift", "Freelance"];
const duties = ["Accounts", "Web shop", "Domains", "Support desk", "Network", "Purchasing", "Trainee"];

if (process.argv[1] && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await run();

async function run() {
  const [digitalId = "", many = ""] = process.argv.slice(2);
  const account = await db.account.findUnique({ where: { digitalId } });
  if (account && /^[1-9]\d{0,6}$/.test(many)) {
    const start = Date.now();
    await seedUsers({ transaction }, account.id, Number(many));
    console.log(`Added ${many} users in ${((Date.now() - start) / 1000).toFixed(1)} s.`);
  } else {
    console.error("Give an existing account and the number of users: lib/testing/seed-users.ts 1234-567-89 1000");
    process.exitCode = 1;
  }
  await closeDatabase();
}
