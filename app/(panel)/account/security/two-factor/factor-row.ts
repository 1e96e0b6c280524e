/** A second factor as a row of its list. */
export type FactorRow = { id: string; name: string; kind: "app" | "key" | "passkey"; details: string };
