import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { StandalonePage } from "@/app/_parts/standalone-page";
import { env } from "@/lib/runtime/env.mjs";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

export default function NotFound() {
  return <StandalonePage why="notFound" brand={env.brand} />;
}
