/** What of autocannon is used here; it comes without types. */
declare module "autocannon" {
  type Options = { url: string; connections: number; headers: Record<string, string> } & ({ duration: number } | { amount: number });
  type Result = { requests: { average: number }; non2xx: number; errors: number };
  export default function autocannon(options: Options): Promise<Result>;
}
