import "server-only";
import { apart, oneAtATime, workOff, type Queue } from "@/lib/background/queue";
import { db } from "@/lib/database/db";
import { sendAddressLink } from "@/lib/domain/addresses/operations";
import { listAddressRequests } from "@/lib/domain/addresses/store";
import { sendPasswordLink } from "@/lib/domain/password-links/operations";
import { listResetRequests } from "@/lib/domain/password-links/store";
import { sendSignUpLink } from "@/lib/domain/sign-ups/operations";
import { listSignUpRequests } from "@/lib/domain/sign-ups/store";
import { tellRelease, tellRequirement } from "@/lib/domain/two-factor-requirement/operations";
import { listReleases, listTelling } from "@/lib/domain/two-factor-requirement/store";
import { asProgram, authorizeProgram } from "@/lib/doors/program";
import { onRequest } from "@/lib/runtime/wake";

/** How often it looks by itself, in milliseconds: requests of other processes, and what was cut short. */
const interval = 20_000;

/** Answers what people asked for, for as long as the process runs; several processes may. */
export function startAnswering(): void {
  const turn = () => void answerRequests();
  onRequest(turn);
  setTimeout(turn, 500).unref();
  setInterval(turn, interval).unref();
}

/** Answers every request that waits now. A queue that is being worked off is looked at again afterwards; it keeps no other waiting. */
export async function answerRequests(): Promise<void> {
  await Promise.all(queues.map((work) => work()));
}

const resetRequests: Queue<{ id: string; place: string }> = {
  name: "reset request",
  list: async (most) => {
    const asked = await listResetRequests(authorizeProgram("password.send-link", db), most);
    return asked.map(({ id, answered }) => ({ id, place: String(answered) }));
  },
  step: ({ id }) => asProgram(sendPasswordLink)({ id }),
};

const signUpRequests: Queue<{ id: string }> = {
  name: "sign-up request",
  list: (most) => listSignUpRequests(authorizeProgram("account.send-link", db), most),
  step: ({ id }) => asProgram(sendSignUpLink)({ id }),
};

const addressRequests: Queue<{ id: string }> = {
  name: "address request",
  list: (most) => listAddressRequests(authorizeProgram("email.send-link", db), most),
  step: ({ id }) => asProgram(sendAddressLink)({ id }),
};

const tellings: Queue<{ id: string; place: string }> = {
  name: "required two-factor",
  list: async (most) => {
    const accounts = await listTelling(authorizeProgram("account.tell-two-factor", db), most);
    return accounts.map(({ id, twoFactorTold, ...asked }) => ({ id: String(id), place: [twoFactorTold, ...Object.values(asked)].join(" ") }));
  },
  step: ({ id }) => asProgram(tellRequirement)({ accountId: Number(id) }),
};

const releases: Queue<{ id: string; place: string }> = {
  name: "released two-factor",
  list: async (most) => {
    const accounts = await listReleases(authorizeProgram("account.tell-release", db), most);
    return accounts.map(({ id, releaseTold }) => ({ id: String(id), place: String(releaseTold) }));
  },
  step: ({ id }) => asProgram(tellRelease)({ accountId: Number(id) }),
};

const queues = [
  oneAtATime(() => apart("reset requests", () => workOff(resetRequests))),
  oneAtATime(() => apart("sign-up requests", () => workOff(signUpRequests))),
  oneAtATime(() => apart("address requests", () => workOff(addressRequests))),
  oneAtATime(() => apart("required two-factor", () => workOff(tellings))),
  oneAtATime(() => apart("released two-factor", () => workOff(releases))),
];
