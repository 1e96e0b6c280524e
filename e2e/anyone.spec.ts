// Sends the operations that anyone may use, as every kind of user: each succeeds, appends its activity entry, and changes nothing else.
import { judgeOperation } from "@/e2e/judge";
import { operations } from "@/lib/domain/register";
import { policy, type Permission } from "@/lib/policy";

for (const permission of Object.keys(operations) as Permission[]) {
  if (policy[permission].level === "anyone") judgeOperation(permission);
}
