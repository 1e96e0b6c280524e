/** The user who has to log in or confirm again. `onAnswer` says whether the form can be sent again. */
export type Person = { personId: string; signInId: string };
export type DialogProps = { person: Person; onAnswer: (recovered: boolean) => void };
