import { act, cleanup, fireEvent, screen } from "@testing-library/react";
import { afterEach, expect, it, vi } from "vitest";
import { z } from "zod";
import { ChosenPasswordField } from "@/app/_parts/chosen-password-field";
import { Form } from "@/components/form/form";
import type { Action } from "@/lib/isomorphic/action";
import { done } from "@/lib/isomorphic/result";
import { draw } from "@/lib/testing/draw";

vi.mock("@/lib/isomorphic/password-strength.mjs", () => {
  throw new Error("no dictionaries");
});
afterEach(cleanup);

it("Without the strength check, the field claims nothing about the strength, and the form can be sent", async () => {
  const action = vi.fn<Action<null, { password: string }>>(async () => done(null));
  draw(
    <Form schema={async () => z.object({ password: z.string() })} action={action} submitLabel="Set password">
      {(register) => <ChosenPasswordField {...register("password")} label="New password" words={[]} />}
    </Form>,
  );
  expect(screen.getByText("8 characters or more")).toBeInTheDocument();
  fireEvent.input(screen.getByLabelText("New password"), { target: { value: "Harbour-Violin-92-Meadow" } });
  expect(
    await screen.findByText("The strength cannot be shown right now. It is checked when you send the form."),
  ).toBeInTheDocument();
  expect(screen.queryByText("8 characters or more")).toBeNull();
  await act(async () => fireEvent.click(screen.getByRole("button", { name: "Set password" })));
  await vi.waitFor(() => expect(action).toHaveBeenCalledOnce());
});
