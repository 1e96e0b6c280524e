/** The person who has to log in or confirm again. onAnswer says whether the form can be sent once more. */
export type Person = { personId: string; signInId: string };
export type DialogProps = { person: Person; onAnswer: (mended: boolean) => void };
