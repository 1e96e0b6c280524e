import type { ReactNode } from "react";
import { Texts } from "@/app/texts/texts";

export default function UsersLayout({ children }: { children: ReactNode }) {
  return (
    <Texts of={["users", "sessions", "methods", "conflict", "standing", "meaning", "status", "strength"]}>
      {children}
    </Texts>
  );
}
