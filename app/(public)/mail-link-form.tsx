"use client";

import { Form } from "@/components/form/form";
import type { Action } from "@/lib/isomorphic/action";

const schema = () => import("@/lib/domain/mail-links/schema").then(({ byToken }) => byToken);

type Props<T> = {
  action: Action<T, { token: string }>;
  token: string;
  submitLabel: string;
  danger?: boolean;
};

/** The button that uses up an email link. */
export function MailLinkForm<T>({ token, ...form }: Props<T>) {
  return <Form schema={schema} {...form} wide hidden={{ token }} />;
}
