import { StandalonePage } from "@/app/_parts/standalone-page";
import { env } from "@/lib/runtime/env.mjs";

export default function Forbidden() {
  return <StandalonePage why="forbidden" brand={env.brand} />;
}
