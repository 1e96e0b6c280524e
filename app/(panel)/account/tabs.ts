/** The tabs of *My account*, in their order; each is an address of lib/isomorphic/paths.ts and a text of the messages. */
export const accountTabs = ["account", "security", "emails", "users", "activity"] as const;
