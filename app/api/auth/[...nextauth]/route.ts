import NextAuth from "next-auth";
import { authOptions } from "@/lib/doors/next-auth";
import { refusedAsJson } from "@/lib/doors/route";
import type { Refusal } from "@/lib/isomorphic/result";

// The catch-all brings more than is wanted (pages of its own, a log that anyone may write to): only these are open.
const open = {
  GET: ["csrf", "session", "providers"],
  POST: ["callback/credentials", "signout", "session"],
};

type Context = { params: Promise<{ nextauth: string[] }> };

async function answer(request: Request, context: Context): Promise<Response> {
  const address = (await context.params).nextauth.join("/");
  // A HEAD comes here too.
  if (!open[request.method as keyof typeof open]?.includes(address)) return new Response(null, { status: 404 });
  let failure: Refusal | undefined;
  const answered = await NextAuth(request as never, context as never, authOptions((refusal) => (failure = refusal)));
  return failure ? refusedAsJson(failure) : (answered as Response);
}

export { answer as GET, answer as POST };
