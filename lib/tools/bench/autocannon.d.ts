/** The parts of autocannon that are used here. It has no types of its own. */
declare module "autocannon" {
  type Options = { url: string; connections: number; headers: Record<string, string> } & (
    | { duration: number }
    | { amount: number }
  );
  type Result = { requests: { average: number }; non2xx: number; errors: number };
  export default function autocannon(options: Options): Promise<Result>;
}
