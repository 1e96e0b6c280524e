import { getMessages } from "next-intl/server";

/** Sends the requested sections of the texts, in the language of the request, for parts that load late. */
export async function GET(request: Request): Promise<Response> {
  const all = await getMessages();
  const asked = new Set(new URL(request.url).searchParams.get("of")?.split(","));
  return Response.json(Object.fromEntries(Object.entries(all).filter(([section]) => asked.has(section))));
}
