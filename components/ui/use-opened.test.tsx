import { act, renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useOpened } from "@/components/ui/use-opened";

it("An answer that comes late closes its own dialog, and not the one that was opened since", () => {
  const { result } = renderHook(() => useOpened<string>());
  act(() => result.current[1]("edit noor"));
  const first = result.current[0]!;
  act(() => first.close());
  expect(result.current[0]).toBeNull();
  act(() => result.current[1]("edit intern"));
  act(() => first.close());
  expect(result.current[0]?.value).toBe("edit intern");
  act(() => result.current[0]!.close());
  expect(result.current[0]).toBeNull();
});
