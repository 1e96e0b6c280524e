import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { MissingSection } from "@/app/(panel)/missing-section";

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("pages"))("notFound") };
}

/** Shown in the panel's frame for what does not exist or belongs to another account. */
export default function NotFound() {
  return <MissingSection why="notFound" />;
}
