import { act, cleanup, renderHook } from "@testing-library/react";
import { afterEach, expect, it } from "vitest";
import { useOpened } from "@/components/ui/use-opened";

afterEach(cleanup);

it("A late answer closes only its own dialog, not one opened since", () => {
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
