/** The tabs of *My account*, in order. Each is a path in lib/isomorphic/paths.ts and a message. */
export const accountTabs = ["account", "security", "emails", "users", "activity"] as const;
