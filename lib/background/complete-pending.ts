import "server-only";
import type { Job, Waiting } from "@/lib/access/job";
import { work } from "@/lib/background/loop";
import { drainQueue, runIsolated } from "@/lib/background/queue";
import { sendEmailLink } from "@/lib/domain/email-changes/operations";
import { sendPasswordLink } from "@/lib/domain/password-links/operations";
import { sendSignUpLink } from "@/lib/domain/sign-ups/operations";
import { notifyOfRelease, notifyOfRequirement } from "@/lib/domain/two-factor-requirement/operations";
import type { Permission } from "@/lib/policy";

/** The pause between two turns, in milliseconds. */
const every = 20_000;

/** Completes the pending items of one job. Other jobs do not wait for it. */
const completePendingOf = <W extends Waiting>(name: string, item: string, job: Job<Permission, unknown, W>) =>
  work({ name, every, wake: "pending", run: () => runIsolated(name, () => drainQueue(item, job)) });

/** The work that completes what people asked for. */
export const pendingWork = [
  completePendingOf("reset requests", "reset request", sendPasswordLink),
  completePendingOf("sign-up requests", "sign-up request", sendSignUpLink),
  completePendingOf("address requests", "address request", sendEmailLink),
  completePendingOf("required two-factor", "required two-factor", notifyOfRequirement),
  completePendingOf("released two-factor", "released two-factor", notifyOfRelease),
];

/** Completes every pending item now. */
export async function completePending(): Promise<void> {
  await Promise.all(pendingWork.map(({ turn }) => turn()));
}
