"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import type { Loss } from "@/components/form/late";
import { refuse, type MessageKey, type Outcome, type Refusal } from "@/lib/isomorphic/result";

/** Refusals that the page makes itself: what it sent did not arrive, or its answer did not. */

/** The change may have been made, and only its answer was lost. */
const unknownIfSaved: Refusal = { ...refuse("unavailable", "form.unknown"), remedy: "look" };

/** The program was updated under the open page: its forms are asked of a program that does not have them. */
const updated = (key: MessageKey): Refusal => ({ ...refuse("unavailable", key), remedy: "reload" });

/** Why a change gave no result: the program was updated under the open page, or no answer came and nobody knows. */
export const lostChange = (error: unknown): Refusal => (isOfBefore(error) ? updated("form.updated") : unknownIfSaved);

/** Why a read gave no result. There was nothing to save. */
export const lostRead = (error: unknown): Refusal => lost(isOfBefore(error) ? "updated" : "unanswered");

/** Why a part of the program that is loaded late did not come. There was nothing to save. */
export const lost = (loss: Loss): Refusal => (loss === "updated" ? updated("form.updatedRead") : refuse("unavailable", "form.unanswered"));

/** Why the person could not be asked to log in again, or to prove who they are. What was refused for that stays refused. */
export function unasked(refusal: Refusal, loss: Loss): Refusal {
  const { sentence, remedy } = loss === "updated" ? updated("form.updated") : refuse("unavailable", "form.unasked");
  return { ...refusal, sentence, remedy };
}

/** The same refusal by the server of what saves nothing, in sentences that do not speak of saving. What was done before it failed is told as it is. */
export function asRead(refusal: Refusal): Refusal {
  const { outcome, sentence, remedy } = refusal;
  const key = remedy === "reload" ? undefined : ofRead[outcome];
  if (!key) return refusal;
  return { ...refusal, sentence: { ...sentence, key }, remedy: remedy === "look" ? "retry" : remedy };
}

const ofRead: { [O in Outcome]?: MessageKey } = {
  signed_out: "form.loggedOut",
  step_up: "form.unconfirmed",
  unavailable: "form.unreadable",
  failed: "form.readFailed",
};

/** The action was asked of a program that does not have it: it ran nowhere. */
const isOfBefore = (error: unknown) => unstable_isUnrecognizedActionError(error);
