import { getMessages } from "next-intl/server";

/** The sections of the texts that are asked for by name, in the language of whoever asks: for what a page loads late. */
export async function GET(request: Request): Promise<Response> {
  const all = await getMessages();
  const asked = new Set(new URL(request.url).searchParams.get("of")?.split(","));
  return Response.json(Object.fromEntries(Object.entries(all).filter(([section]) => asked.has(section))));
}
