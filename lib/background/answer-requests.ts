import "server-only";
import type { Job, Waiting } from "@/lib/access/job";
import { work } from "@/lib/background/loop";
import { apart, workOff } from "@/lib/background/queue";
import { sendAddressLink } from "@/lib/domain/addresses/operations";
import { sendPasswordLink } from "@/lib/domain/password-links/operations";
import { sendSignUpLink } from "@/lib/domain/sign-ups/operations";
import { notifyOfRelease, notifyOfRequirement } from "@/lib/domain/two-factor-requirement/operations";
import type { Permission } from "@/lib/policy";

/** The pause between two turns, in milliseconds. */
const every = 20_000;

/** Answers the requests that wait for one job. Other jobs do not wait for it. */
const answer = <W extends Waiting>(name: string, item: string, job: Job<Permission, unknown, W>) =>
  work({ name, every, wake: "request", run: () => apart(name, () => workOff(item, job)) });

/** The work that answers people's requests. */
export const answering = [
  answer("reset requests", "reset request", sendPasswordLink),
  answer("sign-up requests", "sign-up request", sendSignUpLink),
  answer("address requests", "address request", sendAddressLink),
  answer("required two-factor", "required two-factor", notifyOfRequirement),
  answer("released two-factor", "released two-factor", notifyOfRelease),
];

/** Answers every request that waits now. */
export async function answerRequests(): Promise<void> {
  await Promise.all(answering.map(({ turn }) => turn()));
}
