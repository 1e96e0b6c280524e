import { randomBytes } from "node:crypto";
import { newSoftKey } from "@/e2e/authenticator";
import { giveApp, giveKey } from "@/e2e/factors";
import { expect, soon } from "@/e2e/fixtures";
import { giveLink, giveSignUpLink } from "@/e2e/links";
import { newChallenge } from "@/lib/domain/two-factor/challenge";
import { newAppSecret } from "@/lib/domain/two-factor/totp";
import { emailPath, paths, servicePath } from "@/lib/isomorphic/paths";
import { statusOf } from "@/lib/isomorphic/result";
import type { Permission } from "@/lib/policy";
import { encrypt } from "@/lib/security/encryption";
import { addExtra, addExtraService, addMail, castPassword, type Cast, type CastPerson } from "@/lib/testing/cast";
import type { Place } from "@/lib/testing/servers";
import { startSession, type Session } from "@/lib/testing/sessions";
import { codeOf } from "@/lib/testing/totp";
import { actionResult, type Answer, type Fields, type Wire } from "@/lib/testing/wire";

/** Every kind of user, and who of the cast is one. */
export const kinds = {
  holder: { who: "xavier" },
  administrator: { who: "rootB" },
  user: { who: "jane" },
  none: { who: "martin" },
  "administrator of another account": { who: "eve" },
  "with a second factor owed": { who: "jane", factorDue: true },
  "with a password change due": { who: "pia" },
  disabled: { who: "olga" },
  removed: { who: "remo" },
  "signed out": { who: null },
} as const satisfies Record<string, { who: keyof Cast | null; factorDue?: true }>;

export type Kind = keyof typeof kinds;

/** The outcome of an answer. `anything` is for an entry point that answers everyone the same; the database shows the outcome. */
export type Outcome = "done" | "signed_out" | "forbidden" | "not_found" | "conflict" | "anything";

export type Stage = { place: Place; cast: Cast; wire: Wire };
export type Sender = Stage & { session: Session | null; fields: Fields };

export type Sample = {
  /** What to send. Made for each request, so that it could succeed each time. */
  fields?: (stage: Stage, kind: Kind, session: Session | null) => Promise<Fields> | Fields;
  /** Its entry point: an action, a page, or another kind of path. */
  action?: string;
  page?: string | ((stage: Stage) => string);
  send?: (sender: Sender) => Promise<Outcome>;
  /** A path where a page's script sends the same operation. It answers with the result. */
  path?: string;
  /** The page that sends the action as a form without JavaScript. */
  formAt?: string | ((stage: Stage) => string);
  /** Has no fields. */
  formless?: true;
  /** Names a user or service of the first account. */
  targeted?: "user" | "service";
  /** The outcome for a user whom the policy allows but the current state does not. */
  otherwise?: (kind: Kind) => Outcome | null;
};

/** How to send each operation so that it succeeds for a user whom the policy allows. */
export const samples: Record<Permission, Sample> = {
  "health.check": { send: ({ wire }) => wire.send({ path: "/healthz" }).then(outcomeOfPage) },

  "account.create": {
    fields: () => ({
      firstName: "Nora",
      lastName: "Nil",
      organisation: "",
      email: `${word()}@example.net`,
      password: castPassword,
    }),
    action: "signUpAction",
    formAt: paths.signUp,
  },
  "account.request": {
    fields: () => ({ firstName: "Nora", lastName: "Nil", organisation: "", email: `${word()}@example.net` }),
    action: "startSignUpAction",
  },
  "account.view-link": { page: paths.confirmSignUp },
  "account.confirm": {
    fields: async ({ place }) => ({
      token: await giveSignUpLink(place, `${word()}@example.net`),
      firstName: "Nora",
      lastName: "Nil",
      organisation: "",
      password: castPassword,
    }),
    action: "confirmSignUpAction",
  },
  "language.choose": {
    fields: () => ({ language: "fr" }),
    action: "chooseLanguageAction",
    formAt: paths.logIn,
  },
  "session.start": {
    fields: ({ cast }) => ({ id: cast.jane.signInId, password: castPassword }),
    action: "logInAction",
    path: paths.logInAgain,
    formAt: paths.logIn,
  },
  "session.start-passkey": {
    fields: async ({ place, cast }) => {
      const key = await giveKey(place, cast.jane);
      const challenge = newChallenge("sign-in", "", new Date(), place.secret);
      return {
        answer: key.answer({ challenge, origin: place.origin, verified: true, userHandle: cast.jane.id }),
        next: "",
      };
    },
    action: "logInWithPasskeyAction",
  },
  "verification.view": { path: paths.verification },
  "session.verify": {
    fields: async ({ place, cast }, kind) => ({ code: (await giveApp(place, personOf(cast, kind))).code(), next: "" }),
    action: "verifyLogInAction",
    path: paths.verifyAgain,
    formAt: paths.verify,
    otherwise: (kind) => (kind === "with a second factor owed" ? null : "conflict"),
  },
  "session.end": {
    send: async ({ wire, session }) => {
      const { status, headers } = await wire.send({ method: "POST", path: paths.logOut, cookie: session?.cookie });
      expect([status, headers.location]).toEqual([303, `${paths.logIn}?out=1`]);
      return "anything";
    },
  },
  "password.forget": {
    // An unknown ID, because the email for a known one would interfere.
    fields: () => ({ id: "0000-000-00/nobody" }),
    action: "requestPasswordResetAction",
    formAt: paths.forgotten,
  },
  "password.view-link": {
    page: paths.reset,
  },
  "password.reset": {
    fields: async ({ place, cast }) => ({
      token: await giveLink(place, await addExtra(place.database, cast.xavier, { login: word() }), "reset"),
      ...freshPassword(),
    }),
    action: "resetPasswordAction",
  },
  "password.renew": {
    fields: () => freshPassword(),
    action: "renewPasswordAction",
    path: paths.newPasswordAgain,
    otherwise: (kind) => (kind === "with a password change due" ? null : "conflict"),
  },

  "home.view": { page: paths.home },

  "account.view": { page: paths.account },
  "account.edit": {
    fields: async ({ place, cast }, kind) =>
      accountFields(place, kind === "administrator of another account" ? cast.eve : cast.jane),
    action: "editAccountAction",
    formAt: paths.account,
  },
  "account.view-two-factor": { fields: () => ({ for: "everyone" }), action: "viewRequirementAction" },
  "account.require-two-factor": {
    // An earlier delivered email, no requirement yet, and a day far away: no one of the cast is asked or notified during the test.
    fields: async ({ place, cast }) => {
      const { writer } = place.database;
      const id = await addMail(place.database, cast.xavier, { kind: "codes-made" });
      await writer.mail.update({ where: { id }, data: { state: "sent", sentAt: new Date() } });
      await writer.account.updateMany({
        where: { id: { in: [cast.account.id, cast.other.id] } },
        data: { twoFactorTold: null, twoFactorFor: "" },
      });
      return { for: "everyone", days: "30" };
    },
    action: "requireTwoFactorAction",
  },
  "account.release-two-factor": {
    // Disables the notice about the release: as background work, it would interfere with the next sender.
    fields: async ({ place, cast }) => {
      const ids = [cast.account.id, cast.other.id];
      const required = {
        twoFactorFor: "everyone",
        twoFactorFrom: new Date(Date.now() + 30 * 86_400_000),
        releaseTold: null,
      };
      await place.database.writer.account.updateMany({ where: { id: { in: ids } }, data: required });
      return {};
    },
    action: "releaseTwoFactorAction",
    formless: true,
  },
  "holder.rename": {
    fields: () => ({ firstName: "Xaver", lastName: word() }),
    action: "editHolderNameAction",
    formAt: paths.account,
  },
  "profile.view": { page: paths.account },
  "profile.edit": {
    fields: () => ({ displayName: word(), language: "fr", timeZone: "UTC", theme: "dark" }),
    action: "editProfileAction",
    formAt: paths.account,
  },

  "email.change": {
    fields: () => ({ email: `${word()}@example.net` }),
    action: "changeEmailAction",
    // Waits for the background answer, which would otherwise interfere with the next sender.
    send: async ({ place, wire, session, fields }) => {
      const answer = actionResult(await wire.act("changeEmailAction", fields, { cookie: session?.cookie }));
      await expect.poll(() => place.database.db.emailChangeRequest.count(), soon).toBe(0);
      return answer.outcome as Outcome;
    },
  },
  "email.view-link": { page: paths.notMe },
  "email.confirm": {
    fields: async ({ place, cast }) => ({
      token: await giveLink(
        place,
        await addExtra(place.database, cast.xavier, { login: word() }),
        "confirm-address",
        newEmailData(),
      ),
    }),
    action: "confirmEmailAction",
  },
  "email.take-back": {
    fields: async ({ place, cast }) => ({
      token: await giveLink(
        place,
        await addExtra(place.database, cast.xavier, { login: word() }),
        "take-back",
        newEmailData(),
      ),
    }),
    action: "takeBackEmailAction",
  },

  "security.view": { page: paths.security },
  "password.change": {
    fields: () => ({ current: castPassword, ...freshPassword() }),
    action: "changePasswordAction",
    formAt: paths.security,
  },

  "session.confirm": {
    fields: () => ({ password: castPassword }),
    action: "confirmSessionAction",
    path: paths.confirmAgain,
    formAt: paths.confirm,
  },
  "session.end-one": {
    fields: async ({ place, cast }, kind) => ({ id: (await startSession(place, personOf(cast, kind))).id }),
    action: "endSessionAction",
    formAt: paths.security,
  },
  "session.end-others": {
    fields: async ({ place, cast }, kind) => (await startSession(place, personOf(cast, kind)), {}),
    action: "endOtherSessionsAction",
    formAt: paths.security,
    formless: true,
  },
  "history.list": { page: paths.history },
  // Notices are on by default.
  "notices.choose": { fields: () => ({}), action: "chooseNoticesAction", formAt: paths.security, formless: true },
  "factors.ask-new-app": { fields: () => ({}), action: "createAppSecretAction", formless: true },
  "factors.add-app": {
    fields: ({ place, cast }, kind, session) => {
      const secret = newAppSecret();
      const encrypted = encrypt(
        `new app ${personOf(cast, kind).id} ${session?.id}`,
        `${Date.now() + 60_000} ${secret}`,
        place.secret,
      );
      return { name: word(), secret: encrypted, code: codeOf(secret) };
    },
    action: "addAppAction",
  },
  "factors.ask-new-key": { fields: () => ({}), action: "createKeyOptionsAction", formless: true },
  "factors.add-key": {
    fields: ({ place }, _kind, session) => {
      const challenge = newChallenge("add", session?.id ?? "", new Date(), place.secret);
      return { name: word(), answer: newSoftKey().register({ challenge, origin: place.origin }) };
    },
    action: "addKeyAction",
  },
  "factors.remove": {
    fields: async ({ place, cast }, kind) => {
      const [removed, other] = [await giveApp(place, personOf(cast, kind)), await giveApp(place, personOf(cast, kind))];
      return { id: removed.id, code: other.code() };
    },
    action: "removeFactorAction",
  },
  "enrolment.ask": {
    fields: async (stage, kind) => (await requireOfNone(stage, kind), {}),
    action: "sendEnrolmentLinkAction",
    formless: true,
    otherwise: (kind) => (kind === "none" ? null : "conflict"),
  },
  "enrolment.confirm": {
    fields: async (stage, kind, session) => {
      await requireOfNone(stage, kind);
      return { token: await giveLink(stage.place, personOf(stage.cast, kind), "enrol", { data: session?.id }) };
    },
    action: "confirmEnrolmentAction",
    otherwise: (kind) => (kind === "none" ? null : "conflict"),
  },
  "codes.make": {
    fields: async ({ place, cast }, kind) => (await giveApp(place, personOf(cast, kind)), {}),
    action: "makeBackupCodesAction",
    formless: true,
  },

  "emails.list": { page: paths.emails },
  "emails.view": {
    // Each user has an email of their own to read.
    fields: async ({ place, cast }, kind) => ({ id: await addMail(place.database, cast[kinds[kind].who ?? "jane"]) }),
    send: async ({ wire, session, fields }) =>
      outcomeOfPage(await wire.send({ path: emailPath(fields.id!), cookie: session?.cookie })),
  },

  "users.list": { page: paths.users, path: paths.findUsers },
  "users.sessions": { fields: someone(), action: "viewUserSessionsAction", targeted: "user" },
  "users.end-sessions": {
    fields: async ({ place, cast }) => {
      const user = await addExtra(place.database, cast.xavier, { login: word() });
      await startSession(place, user);
      return { id: user.id };
    },
    action: "endUserSessionsAction",
    targeted: "user",
  },
  "users.add": {
    fields: () => newUser(),
    action: "addUserAction",
    formAt: paths.addUser,
  },
  "users.edit": {
    fields: someone({}, { version: "0", email: "changed@example.com", privilege: "none", description: "changed" }),
    action: "editUserAction",
    targeted: "user",
  },
  "users.send-link": { fields: someone(), action: "sendUserLinkAction", targeted: "user" },
  "users.set-password": {
    fields: someone({}, { password: "Harbour-Violin-92-Meadow" }),
    action: "setUserPasswordAction",
    targeted: "user",
  },
  "users.reset-two-factor": {
    fields: async ({ place, cast }) => {
      const user = await addExtra(place.database, cast.xavier, { login: word() });
      await giveApp(place, user);
      return { id: user.id };
    },
    action: "resetTwoFactorAction",
    targeted: "user",
  },
  "users.disable": { fields: someone(), action: "disableUserAction", targeted: "user" },
  "users.enable": { fields: someone({ out: "disable" }), action: "enableUserAction", targeted: "user" },
  "users.remove": { fields: someone(), action: "removeUserAction", targeted: "user" },
  "users.restore": { fields: someone({ out: "remove" }), action: "restoreUserAction", targeted: "user" },

  "services.list": { page: paths.services, path: paths.findServices },
  "services.view": { page: ({ cast }) => servicePath(cast.services[0]!.id), targeted: "service" },
  "services.edit": {
    fields: aService({ version: "0", name: "changed.example", note: "changed" }),
    action: "editServiceAction",
    formAt: ({ cast }) => servicePath(cast.services[0]!.id),
    targeted: "service",
  },
  "services.set-renewal": {
    fields: aService({ renewal: "on" }),
    action: "setServiceRenewalAction",
    formAt: ({ cast }) => servicePath(cast.services[0]!.id),
    targeted: "service",
  },

  "activity.list": { page: paths.activity },
  "activity.view": { page: `${paths.activity}/1` },

  // Only the shell or background work can run these. A test in refusals.spec.ts checks that the build has no other entry point.
  "account.send-link": { send: () => Promise.resolve("forbidden") },
  "email.send-link": { send: () => Promise.resolve("forbidden") },
  "password.send-link": { send: () => Promise.resolve("forbidden") },
  "two-factor.reset": { send: () => Promise.resolve("forbidden") },
  "email.set": { send: () => Promise.resolve("forbidden") },
  "password.set": { send: () => Promise.resolve("forbidden") },
  "account.tell-two-factor": { send: () => Promise.resolve("forbidden") },
  "account.tell-release": { send: () => Promise.resolve("forbidden") },
  "installation.view": { send: () => Promise.resolve("forbidden") },
  "account.open": { send: () => Promise.resolve("forbidden") },
  "activity.verify": { send: () => Promise.resolve("forbidden") },
  "users.erase": { send: () => Promise.resolve("forbidden") },
  "session.note-use": { send: () => Promise.resolve("forbidden") },
  "emails.send": { send: () => Promise.resolve("forbidden") },
  "activity.erase": { send: () => Promise.resolve("forbidden") },
  "installation.keep": { send: () => Promise.resolve("forbidden") },
  "installation.upkeep": { send: () => Promise.resolve("forbidden") },
  "services.import": { send: () => Promise.resolve("forbidden") },
};

/** Sends the sample through its entry point and returns the outcome. */
export async function sendSample({ action, page, send }: Sample, sender: Sender): Promise<Outcome> {
  const { wire, session, fields } = sender;
  if (send) return send(sender);
  if (page)
    return outcomeOfPage(
      await wire.send({ path: typeof page === "string" ? page : page(sender), cookie: session?.cookie }),
    );
  return actionResult(await wire.act(action!, fields, { cookie: session?.cookie })).outcome as Outcome;
}

/** Sends the sample to the path that answers with its result, checks the status and returns the outcome. */
export async function sendToPath(path: string, { wire, session, fields }: Sender): Promise<Outcome> {
  const { status, text } = await wire.ask(path, fields, { cookie: session?.cookie });
  const { outcome } = JSON.parse(text) as { outcome: keyof typeof statusOf | "done" };
  expect(status, text).toBe(outcome === "done" ? 200 : statusOf[outcome]);
  return outcome as Outcome;
}

function outcomeOfPage({ status, headers }: Answer): Outcome {
  const location = String(headers.location ?? "");
  if (status === 200) return "done";
  if (status === 307 && [paths.newPassword, paths.verify].some((path) => location.startsWith(path))) return "forbidden";
  // A redirect to the login page has no `next` for Home, where a login leads anyway.
  if (status === 307 && (location === paths.logIn || location.startsWith(`${paths.logIn}?next=`))) return "signed_out";
  if (status === 403) return "forbidden";
  if (status === 404) return "not_found";
  throw new Error(`an unforeseen answer: ${status} ${location}`);
}

/** Requires two-factor authentication of everyone only while None sends: Martin then has to set it up. */
async function requireOfNone({ place, cast }: Stage, kind: Kind): Promise<void> {
  const twoFactorFor = kind === "none" ? "everyone" : "";
  await place.database.writer.account.update({
    where: { id: cast.account.id },
    data: { twoFactorFor, twoFactorFrom: new Date(0) },
  });
}

/** The user who sends as this kind; Martin for visitors. */
function personOf(cast: Cast, kind: Kind): CastPerson {
  return cast[kinds[kind].who ?? "martin"] as CastPerson;
}

/** Adds a user to the first account and returns the fields that name them. */
function someone(extra: { out?: "disable" | "remove" } = {}, more: Fields = {}): Sample["fields"] {
  return async ({ place, cast }) => {
    const { id } = await addExtra(place.database, cast.xavier, { login: word(), ...extra });
    return { id, ...more };
  };
}

/** Adds a service to the first account and returns the fields that name it. */
function aService(more: Fields): Sample["fields"] {
  return async ({ place, cast }) => {
    const { id } = await addExtraService(place.database, cast.xavier, word());
    return { id, ...more };
  };
}

async function accountFields({ database }: Place, { account }: CastPerson): Promise<Fields> {
  const { version } = await database.db.account.findUniqueOrThrow({ where: { id: account.id } });
  return {
    version: String(version),
    organisation: word(),
    phone: "+32 2 555 01 23",
    address: "",
    postcode: "",
    city: "",
    country: "",
  };
}

const newEmailData = () => ({ data: JSON.stringify({ email: `${word()}@example.net` }) });

const newUser = () => ({
  login: word(),
  email: "new@example.com",
  password: "Harbour-Violin-92-Meadow",
  privilege: "user",
  description: "",
});

export function freshPassword() {
  const password = `Harbour-Violin-${word()}-Meadow`;
  return { password, repeat: password };
}

/** A word that was never used before. */
export const word = () => `w${randomBytes(6).toString("hex")}`;
