"use client";

import { Form } from "@/components/form/form";
import type { Result } from "@/lib/isomorphic/result";

const schema = () => import("@/lib/domain/mail-links/schema").then(({ byToken }) => byToken);

type Props<T> = {
  action: (previous: Result<T> | null, form: FormData) => Promise<Result<T>>;
  token: string;
  submitLabel: string;
  danger?: boolean;
};

/** The button that uses up an email link. */
export function MailLinkForm<T>({ token, ...form }: Props<T>) {
  return (
    <Form schema={schema} {...form} wide>
      <input type="hidden" name="token" value={token} />
    </Form>
  );
}
