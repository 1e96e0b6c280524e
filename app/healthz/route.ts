import { asRoute } from "@/lib/as-route";
import { checkHealth } from "@/lib/health/operations";

export const GET = asRoute(checkHealth);
