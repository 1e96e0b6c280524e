/** A second factor, as its list shows it. */
export type FactorRow = { id: string; name: string; kind: "app" | "key" | "passkey"; told: string };
