"use client";

import { unstable_isUnrecognizedActionError } from "next/navigation";
import type { Loss } from "@/components/form/loss";
import { refuse, type MessageKey, type Outcome, type Refusal } from "@/lib/isomorphic/result";

/** Refusals that the page makes itself because its request or the answer was lost. */

/** The server may have made the change; only its answer was lost. */
const unknownIfSaved: Refusal = { ...refuse("unavailable", "form.unknown"), remedy: "look" };

/** The program was updated while the page was open. The new program does not have the page's actions. */
const updated = (key: MessageKey): Refusal => ({ ...refuse("unavailable", key), remedy: "reload" });

/** Why a change returned no result: the program was updated, or no answer came and the outcome is unknown. */
export const refusalForLostChange = (error: unknown): Refusal =>
  isFromOldVersion(error) ? updated("form.updated") : unknownIfSaved;

/** Why a read returned no result. There was nothing to save. */
export const refusalForLostRead = (error: unknown): Refusal => lost(isFromOldVersion(error) ? "updated" : "unanswered");

/** Why a lazily loaded part did not arrive. There was nothing to save. */
export const lost = (loss: Loss): Refusal =>
  loss === "updated" ? updated("form.updatedRead") : refuse("unavailable", "form.unanswered");

/** Why Steward could not ask the user to log in again or confirm it's them. The original refusal stands. */
export function refusalWithoutDialog(refusal: Refusal, loss: Loss): Refusal {
  const { sentence, remedy } = loss === "updated" ? updated("form.updated") : refuse("unavailable", "form.unasked");
  return { ...refusal, sentence, remedy };
}

/** Rewords the server's refusal of a read so that it does not mention saving. Keeps refusals that ask for a reload as they are. */
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

/** The server does not know the action, so it ran nowhere. */
const isFromOldVersion = (error: unknown) => unstable_isUnrecognizedActionError(error);
