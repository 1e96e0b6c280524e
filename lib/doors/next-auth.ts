import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { unstable_rethrow } from "next/navigation";
import { isMember, type Member } from "@/lib/access/actor";
import { logIn, logOut } from "@/lib/domain/sessions/operations";
import { unexpected } from "@/lib/doors/action";
import { currentActor } from "@/lib/doors/current-actor";
import { viaRoute } from "@/lib/doors/route";
import { cookieName, cookieOptions } from "@/lib/doors/session-cookie";
import { paths } from "@/lib/isomorphic/paths";
import { isRefusal, statusOf, type Refusal } from "@/lib/isomorphic/result";
import { env } from "@/lib/runtime/env.mjs";

/**
 * Configures next-auth for Steward's sessions. Its cookie carries only the token of a session row, which `currentActor` reads at each
 * request. Its `authorize` and `signOut` run the same operations as the pages, under the same limits. Providers for single sign-on can be added
 * beside the credentials.
 *
 * @param broken receives failures that next-auth cannot express. Otherwise next-auth would take a database that does not answer for a wrong
 *   password, or for an ended session, and delete the cookie
 */
export const authOptions = (broken: (refusal: Refusal) => void): NextAuthOptions => ({
  secret: env.secret,
  session: { strategy: "jwt", maxAge: env.sessionHours * 3600 },
  useSecureCookies: env.secure,
  cookies: { sessionToken: { name: cookieName, options: cookieOptions } },
  pages: { signIn: paths.logIn, signOut: paths.logIn, error: paths.logIn },
  providers: [
    Credentials({
      credentials: { id: { type: "text" }, password: { type: "password" } },
      authorize: async (typed) => {
        const result = await viaRoute(logIn, { id: typed?.id ?? "", password: typed?.password ?? "" });
        if (!isRefusal(result)) return { id: result.value.token };
        if (isBroken(result)) broken(result);
        return null;
      },
    }),
  ],
  jwt: {
    encode: ({ token }) => String(token?.token ?? ""),
    decode: async ({ token }) => (token && (await memberOr(broken)) ? { token } : null),
  },
  callbacks: {
    jwt: ({ token, user }) => (user ? { token: user.id } : token),
    session: async ({ session }) => {
      const member = await memberOr(broken);
      // A session reveals its person only after all steps of the login are complete.
      if (!member || member.credential.pendingStep) return { expires: session.expires, user: undefined };
      const { name, email } = member.principal;
      return { expires: session.expires, user: { name, email } };
    },
  },
  events: {
    signOut: async () => {
      const result = await viaRoute(logOut, {});
      if (isRefusal(result) && isBroken(result)) broken(result);
    },
  },
});

async function memberOr(broken: (refusal: Refusal) => void): Promise<Member | null> {
  try {
    const actor = await currentActor();
    return isMember(actor) ? actor : null;
  } catch (error) {
    unstable_rethrow(error);
    broken(unexpected(error, "who asks"));
    return null;
  }
}

const isBroken = ({ outcome }: Refusal) => statusOf[outcome] >= 500;
