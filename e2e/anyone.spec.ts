// What anyone may ask for, sent by everybody: it happens, leaves its activity line, and changes nothing else.
import { judgeOperation } from "@/e2e/judge";
import { operations } from "@/lib/domain/register";
import { policy, type Permission } from "@/lib/policy";

for (const permission of Object.keys(operations) as Permission[]) {
  if (policy[permission].level === "anyone") judgeOperation(permission);
}
