/** The long form of a test, as `npm run test:long` runs it, or the short one. */
export const rounds = <T>(short: T, long: T) => (process.env.STEWARD_LONG ? long : short);
