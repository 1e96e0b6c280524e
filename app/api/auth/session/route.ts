import { unstable_rethrow } from "next/navigation";
import { unexpected } from "@/lib/doors/action";
import { currentSession } from "@/lib/doors/next-auth";
import { refusedAsJson } from "@/lib/doors/route";

/** Answers a program that asks who is logged in, as next-auth does: with the session as JSON, empty if there is none. */
export async function GET(): Promise<Response> {
  try {
    return Response.json((await currentSession()) ?? {});
  } catch (error) {
    unstable_rethrow(error);
    return refusedAsJson(unexpected(error, "who asks"));
  }
}

/** Next would answer 405, but next-auth's update of a session does not exist here. */
export const POST = () => new Response(null, { status: 404 });
