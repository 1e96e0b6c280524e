import "server-only";
import type { Db, OpenDatabase } from "@/lib/database/db";
import {
  actOn,
  addApp,
  addUser,
  bringServices,
  edit,
  editService,
  renewPassword,
  signIn,
  signUp,
  type Character,
  type Deed,
} from "@/lib/demo/chronicle";
import type { ServiceRow, ServiceStatus, ServiceType } from "@/lib/domain/services/schema";
import { dayIn, daysAfter, neverDay } from "@/lib/isomorphic/days";
import type { Privilege } from "@/lib/policy";
import { hashPassword } from "@/lib/security/password-hash";

/** The password of every person in the demo on localhost. */
export const demoPassword = "Lantern-Orchard-57-Quiet";

/** A person to log in as, and what they show. */
export type DemoPerson = { about: string; signInId: string };

type Options = { password: string; handleSuffix: string; now?: Date };

/**
 * Fills an empty database with the example of the guide that Steward follows. The account of `xx11111-…` has its holder, Jane, Martin, an
 * Administrator, thirty users in varied states, and services of each type and status. A second account must never be seen from it. The
 * activity records what happened over the past months. Each step uses the stores, in order. Writes nothing and returns null if the database
 * has accounts.
 */
export async function addDemo(database: OpenDatabase, { password, handleSuffix, now = new Date() }: Options) {
  if (await database.db.account.findFirst({ select: { id: true } })) return null;
  const passwordHash = await hashPassword(password);
  const first = await runStory(database, { ...xavier, passwordHash, handleSuffix, now });
  const second = await runStory(database, { ...yvonne, passwordHash, handleSuffix, now });
  const of = (people: Map<string, Character>, login: string, about: string): DemoPerson => ({
    about,
    signInId: people.get(login)!.signInId,
  });
  return [
    of(first, "", "the account holder, Xavier Xu"),
    of(first, "root.b", "an Administrator"),
    of(first, "jane", "Jane, privilege User"),
    of(first, "martin", "Martin, privilege None"),
    of(first, "amelie.dubois", "a User who must set a new password first"),
    of(first, "old_webmaster", "a User who is disabled and cannot log in"),
    of(second, "", "the holder of another account, Yvonne Yang"),
    of(second, "eve", "an Administrator of that other account"),
  ];
}

// ——— the people and their history: times are days ago ———

type User = {
  login: string;
  privilege?: Privilege;
  description?: string;
  added: number;
  /** The days of their logins. At the first login they set their own password. */
  came: number[];
  /** Who added them and does the rest; by default the holder. */
  by?: string;
  /** They need not change the password that they were given. */
  passwordIsFinal?: true;
  /** They have had an authenticator app since the day of their first login. */
  app?: true;
  /** They got an activation link and have not used it yet. */
  invited?: true;
  edited?: [daysAgo: number, was: { privilege?: Privilege; description?: string }];
  deeds?: [daysAgo: number, deed: Deed][];
};

type Story = {
  names: [firstName: string, lastName: string];
  organisation: string;
  email: string;
  /** The handle without its suffix. */
  ids: { digitalId: string; handle: string };
  opened: number;
  /** The days of the holder's logins after the sign-up. */
  came: number[];
  users: User[];
  /** The provider's files with services. Each names what is new or changed since the file before. */
  imports: [daysAgo: number, services: ServiceOfDemo[]][];
  serviceEdits: [daysAgo: number, who: string, reference: string, fields: { name?: string; note?: string }][];
};

/** Bought this many days ago; ends in this many days (a negative number: ended); `null` never ends. */
type ServiceOfDemo = [
  reference: string,
  type: ServiceType,
  name: string,
  status: ServiceStatus,
  bought: number,
  ends: number | null,
  renewal?: "by itself",
];

const xavier: Story = {
  names: ["Xavier", "Xu"],
  organisation: "Xu Ltd",
  email: "xavier.xu@example.com",
  ids: { digitalId: "1234-567-89", handle: "xx11111" },
  opened: 246,
  came: [203, 171, 120, 88, 61, 40, 27, 19, 12, 5, 2, 0.06],
  users: [
    {
      login: "root.b",
      privilege: "administrator",
      description: "Platform team",
      added: 245,
      came: [245, 198, 150, 97, 62, 41, 26, 20, 14, 9, 6, 4, 3, 1, 0.2],
    },
    {
      login: "jane",
      privilege: "user",
      description: "Web shop and newsletter",
      added: 240,
      came: [240, 214, 160, 101, 55, 30, 21, 13, 8, 3, 1, 0.12],
    },
    {
      login: "martin",
      privilege: "none",
      description: "Controlling, reads only",
      added: 240,
      came: [239, 180, 122, 77, 45, 22, 7],
    },
    {
      login: "old_webmaster",
      description: "Former agency",
      added: 238,
      came: [237, 190, 130],
      by: "root.b",
      deeds: [[58, "users.disable"]],
    },
    {
      login: "priya.raman",
      description: "Domains and certificates",
      added: 214,
      came: [213, 140, 66, 33, 11, 2],
      by: "root.b",
      app: true,
    },
    {
      login: "tom.becker",
      privilege: "none",
      description: "Bookkeeping",
      added: 201,
      came: [200, 151, 98, 31],
      by: "root.b",
      app: true,
    },
    {
      login: "sofia.lind",
      privilege: "administrator",
      description: "Stands in for root.b",
      added: 188,
      came: [187, 120, 52, 17, 4],
      by: "root.b",
      edited: [112, { privilege: "user" }],
      app: true,
    },
    { login: "lena.k", description: "Customer desk", added: 176, came: [175, 102, 48, 16, 1], by: "root.b", app: true },
    {
      login: "hugo.lemaire",
      description: "Web hosting, Lyon",
      added: 163,
      came: [162, 90, 29],
      by: "root.b",
      edited: [90, { description: "Web hosting" }],
    },
    { login: "marek", description: "Night shift", added: 150, came: [149, 96, 60, 24, 10, 0.6], app: true },
    {
      login: "noor",
      privilege: "none",
      description: "Purchasing",
      added: 142,
      came: [141, 75, 36],
      by: "root.b",
      deeds: [[0.2, "users.disable"]],
    },
    {
      login: "w.okafor",
      description: "Network",
      added: 133,
      came: [132, 70, 23, 6],
      by: "root.b",
      edited: [0.1, { description: "Network, Berlin" }],
      app: true,
    },
    {
      login: "kenji.sato",
      description: "Virtual servers",
      added: 121,
      came: [120, 64, 28, 9, 2],
      by: "root.b",
      app: true,
    },
    { login: "eva.novak", privilege: "none", description: "Works council", added: 118, came: [117, 44], app: true },
    {
      login: "agency-blue",
      description: "Freelance, until the relaunch",
      added: 104,
      came: [103, 71],
      by: "root.b",
      deeds: [[37, "users.disable"]],
    },
    {
      login: "paolo.r",
      description: "E-mail and spam filters",
      added: 96,
      came: [95, 50, 18, 3],
      by: "sofia.lind",
      app: true,
    },
    {
      login: "mira",
      description: "Marketing",
      added: 89,
      came: [88, 46, 10],
      by: "root.b",
      deeds: [
        [15, "users.remove"],
        [14, "users.restore"],
      ],
    },
    { login: "yusuf.d", description: "Support desk", added: 77, came: [76, 35, 12, 5], by: "sofia.lind" },
    { login: "chloe.martin", privilege: "none", description: "Legal", added: 69, came: [68, 25], by: "root.b" },
    {
      login: "amelie.dubois",
      description: "Web shop, Tuesdays",
      added: 57,
      came: [56, 32],
      by: "root.b",
      deeds: [[2, "users.set-password"]],
    },
    {
      login: "intern",
      privilege: "none",
      description: "Trainee, back in spring",
      added: 51,
      came: [50, 43],
      by: "root.b",
      deeds: [
        [34, "users.disable"],
        [20, "users.enable"],
        [13, "users.disable"],
      ],
    },
    {
      login: "backup-operator",
      description: "Checks the backups on Mondays",
      added: 42,
      came: [41, 21, 14, 7, 0.9],
      passwordIsFinal: true,
      app: true,
    },
    {
      login: "contractor-7",
      description: "Moved the mailboxes",
      added: 39,
      came: [38, 30],
      by: "sofia.lind",
      deeds: [[22, "users.remove"]],
    },
    {
      login: "d.silva",
      privilege: "none",
      description: "Moved to another company",
      added: 33,
      came: [32],
      by: "root.b",
      deeds: [[6, "users.remove"]],
    },
    { login: "sandra.vogt", description: "Support desk, from December", added: 18, came: [], by: "sofia.lind" },
    { login: "john.smith", description: "Domains", added: 16, came: [15, 8, 1], by: "root.b", app: true },
    {
      login: "auditor",
      privilege: "none",
      description: "Reads for the yearly audit",
      added: 11,
      came: [],
      by: "root.b",
      passwordIsFinal: true,
    },
    {
      login: "helpdesk",
      description: "Shared screen at the front desk",
      added: 8,
      came: [7],
      passwordIsFinal: true,
      by: "root.b",
    },
    { login: "ines", description: "Newsletter", added: 3, came: [], by: "sofia.lind" },
    {
      login: "nadia.haddad",
      privilege: "none",
      description: "Bookkeeping, from tomorrow",
      added: 0.16,
      came: [],
      by: "root.b",
      invited: true,
    },
  ],
  imports: [
    [
      244,
      [
        ["DOM-10021", "domain", "xu.example", "active", 900, 195, "by itself"],
        ["DOM-10022", "domain", "xu-shop.example", "active", 700, 12],
        ["DOM-10023", "domain", "xu-brand.example", "active", 1200, -61],
        ["HOST-2201", "web-hosting", "Web hosting M", "active", 860, 152, "by itself"],
        ["MAIL-7710", "email", "50 mailboxes", "active", 860, 152, "by itself"],
        ["SRV-58213", "virtual-server", "Virtual server L", "active", 640, 2],
        ["SRV-58214", "virtual-server", "Virtual server M", "active", 640, 88, "by itself"],
        ["CERT-331", "other", "Certificate for *.xu.example", "active", 300, 61, "by itself"],
      ],
    ],
    [
      139,
      [
        ["DOM-10871", "domain", "holder-old.example", "active", 140, -10],
        ["HOST-2390", "web-hosting", "Web hosting S", "active", 140, 26],
        ["MAIL-7902", "email", "Newsletter S", "active", 140, 40],
        ["SRV-60002", "virtual-server", "Virtual server S", "active", 140, 225, "by itself"],
        ["SUP-12", "other", "Support during office hours", "active", 140, null],
      ],
    ],
    [
      61,
      [
        ["DOM-10023", "domain", "xu-brand.example", "expired", 1200, -61],
        ["SRV-60417", "virtual-server", "Virtual server S", "active", 61, 304, "by itself"],
        ["STOR-88", "other", "Object storage, 1 TB", "active", 61, 304, "by itself"],
      ],
    ],
    [
      9,
      [
        ["DOM-10871", "domain", "holder-old.example", "suspended", 140, -10],
        ["MAIL-7902", "email", "Newsletter S", "suspended", 140, 40],
      ],
    ],
  ],
  serviceEdits: [
    [
      239,
      "jane",
      "SRV-58213",
      { name: "build-01", note: "Builds the web shop every night. Ask priya.raman before it is restarted." },
    ],
    [120, "kenji.sato", "SRV-58214", { name: "web-01" }],
    [62, "priya.raman", "CERT-331", { note: "Installed on web-01 and build-01." }],
    [54, "kenji.sato", "SRV-60002", { name: "backup-01", note: "Backups of the past 30 days." }],
    [33, "jane", "HOST-2390", { name: "relaunch-test", note: "Until the relaunch; then it may end." }],
  ],
};

const yvonne: Story = {
  names: ["Yvonne", "Yang"],
  organisation: "Yang Studio",
  email: "yvonne.yang@example.org",
  ids: { digitalId: "9876-543-21", handle: "yy22222" },
  opened: 83,
  came: [40, 4],
  users: [
    { login: "eve", privilege: "administrator", description: "Runs the studio", added: 82, came: [81, 39, 9, 1] },
    {
      login: "secret-project",
      description: "Nobody of another account ever sees this",
      added: 60,
      came: [59, 12],
      by: "eve",
    },
  ],
  imports: [[80, [["DOM-20007", "domain", "yang-studio.example", "active", 80, 5]]]],
  serviceEdits: [],
};

// ——— telling the story ———

type Step = { at: Date; run: (tx: Db) => Promise<void> };

// A transaction holds the only write lock of SQLite, so it must end in time, also on a busy machine.
const stepsAtOnce = 20;

/** Runs a story in order of time. Returns its people by login; the holder's is empty. */
async function runStory(
  { transaction }: OpenDatabase,
  story: Story & { passwordHash: string; handleSuffix: string; now: Date },
): Promise<Map<string, Character>> {
  const people = new Map<string, Character>();
  const steps = stepsOf(story, people).toSorted((a, b) => a.at.getTime() - b.at.getTime());
  for (let from = 0; from < steps.length; from += stepsAtOnce) {
    await transaction(async (tx) => {
      for (const { run } of steps.slice(from, from + stepsAtOnce)) await run(tx);
    });
  }
  return people;
}

/** The events of a story, unordered. Its people are known only after it ran. */
function stepsOf(story: Parameters<typeof runStory>[1], people: Map<string, Character>): Step[] {
  const { names, organisation, email, ids, passwordHash, handleSuffix, now } = story;
  const person = (login: string) => people.get(login)!;
  const steps: Step[] = [];
  const step = (daysAgo: number, who: string, minutesLater: number, run: (tx: Db, at: Date) => Promise<void>) => {
    const at = new Date(momentOf(now, daysAgo, who).getTime() + minutesLater * 60_000);
    steps.push({ at, run: (tx) => run(tx, at) });
  };

  step(story.opened, "", 0, async (tx, at) => {
    const handle = `${ids.handle}-${handleSuffix}`;
    people.set("", {
      ...(await signUp(tx, { names, organisation, email, passwordHash }, at, { ...ids, handle })),
      source: ips[0],
    });
  });
  for (const daysAgo of story.came) step(daysAgo, "", 0, (tx, at) => signIn(tx, person(""), at));

  for (const [index, user] of story.users.entries()) {
    const {
      login,
      privilege = "user",
      description = "",
      passwordIsFinal = false,
      invited = false,
      edited,
      by = "",
    } = user;
    step(user.added, login, 0, async (tx, at) => {
      const added = {
        login,
        email: `${login}@example.com`,
        privilege,
        description,
        ...edited?.[1],
        changeDue: !passwordIsFinal && !invited,
        invited,
        passwordHash: invited ? null : passwordHash,
      };
      people.set(login, { ...(await addUser(tx, person(by), added, at)), source: ips[index % ips.length] });
    });
    for (const daysAgo of user.came) step(daysAgo, login, 20, (tx, at) => signIn(tx, person(login), at));
    if (user.came.length > 0 && !passwordIsFinal) {
      step(user.came[0]!, login, 21, (tx, at) => renewPassword(tx, person(login), passwordHash, at));
    }
    if (user.app) step(user.came[0]!, login, 24, (tx, at) => addApp(tx, person(login), "Pixel 9", at));
    if (edited) {
      step(edited[0], login, 50, async (tx, at) => {
        await edit(tx, person(by), person(login), { privilege, description }, at);
        people.set(login, { ...person(login), standing: privilege });
      });
    }
    for (const [daysAgo, deed] of user.deeds ?? [])
      step(daysAgo, login, 40, (tx, at) => actOn(tx, person(by), deed, person(login), at));
  }
  for (const [daysAgo, services] of story.imports) {
    const rows = services.map((service) => rowOf(service, now));
    step(daysAgo, "provider", 0, async (tx, at) => void (await bringServices(tx, person("").account, rows, at)));
  }
  for (const [daysAgo, who, reference, fields] of story.serviceEdits) {
    step(daysAgo, who, 55, (tx, at) => editService(tx, person(who), reference, fields, at));
  }
  return steps;
}

function rowOf([reference, type, name, status, bought, ends, renewal]: ServiceOfDemo, now: Date): ServiceRow {
  const today = dayIn("UTC", now);
  return {
    reference,
    type,
    name,
    status,
    boughtOn: daysAfter(today, -bought),
    renewsOn: ends === null ? neverDay : daysAfter(today, ends),
    automaticRenewal: renewal === "by itself",
  };
}

const day = 86_400_000;

/** The moment this many days ago. For whole days it is a working hour that depends on the person, else it is exact. */
function momentOf(now: Date, daysAgo: number, who: string): Date {
  const moment = new Date(now.getTime() - daysAgo * day);
  if (!Number.isInteger(daysAgo)) return moment;
  const [first = 0, second = 0] = [...`${who}xavier`].map((letter) => letter.codePointAt(0)!);
  moment.setUTCHours(7 + ((first + daysAgo) % 9), (second * 7 + daysAgo * 13) % 60, (first * second) % 60);
  return moment;
}

/** IP addresses that are reserved for documentation (RFC 5737). */
const ips = ["192.0.2.10", "192.0.2.77", "198.51.100.24", "198.51.100.131", "203.0.113.8"];
