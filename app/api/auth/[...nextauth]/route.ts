import NextAuth from "next-auth";
import { authOptions } from "@/lib/doors/next-auth";
import { refusedAsJson } from "@/lib/doors/route";
import type { Refusal } from "@/lib/isomorphic/result";

// Restricts the catch-all: it offers more than Steward wants, such as its own pages and a log that anyone may write to.
const open = {
  GET: ["csrf", "session", "providers"],
  POST: ["callback/credentials", "signout", "session"],
};

type Context = { params: Promise<{ nextauth: string[] }> };

async function answer(request: Request, context: Context): Promise<Response> {
  const path = (await context.params).nextauth.join("/");
  // Next also routes HEAD requests here.
  if (!open[request.method as keyof typeof open]?.includes(path)) return new Response(null, { status: 404 });
  let failure: Refusal | undefined;
  const answered = await NextAuth(
    request as never,
    context as never,
    authOptions((refusal) => (failure = refusal)),
  );
  return failure ? refusedAsJson(failure) : (answered as Response);
}

export { answer as GET, answer as POST };
