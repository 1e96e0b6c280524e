import { sendTexts } from "@/lib/doors/texts";

export const GET = sendTexts;
