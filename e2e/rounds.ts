/** Returns the value for the long form of a test (`npm run test:long`) or the short one. */
export const rounds = <T>(short: T, long: T) => (process.env.STEWARD_LONG ? long : short);
