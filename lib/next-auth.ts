import "server-only";
import type { NextAuthOptions } from "next-auth";
import Credentials from "next-auth/providers/credentials";
import { currentActor } from "@/lib/current-actor";
import { viaRoute } from "@/lib/as-route";
import { env } from "@/lib/env.mjs";
import { paths } from "@/lib/paths";
import { isRefusal } from "@/lib/result";
import { cookieName, cookieOptions } from "@/lib/session-cookie";
import { logIn, logOut } from "@/lib/sessions/operations";

/**
 * next-auth, over our own sessions: its cookie carries only the token of a session row, which `currentActor` reads at
 * each request, and its sign-in and sign-out are the operations that the pages use, under the same limits. Providers
 * for single sign-on will stand beside the credentials.
 */
export const authOptions = (): NextAuthOptions => ({
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
        return isRefusal(result) ? null : { id: result.value.token };
      },
    }),
  ],
  jwt: {
    encode: ({ token }) => String(token?.token ?? ""),
    decode: async ({ token }) => (token && (await currentActor()).kind === "member" ? { token } : null),
  },
  callbacks: {
    jwt: ({ token, user }) => (user ? { token: user.id } : token),
    session: async ({ session }) => {
      const actor = await currentActor();
      return { expires: session.expires, user: actor.kind === "member" ? { name: actor.name, email: actor.email } : undefined };
    },
  },
  events: { signOut: async () => void (await viaRoute(logOut, {})) },
});
