import { checkHealth } from "@/lib/domain/health/operations";
import { asRoute } from "@/lib/doors/route";

export const GET = asRoute(checkHealth);
