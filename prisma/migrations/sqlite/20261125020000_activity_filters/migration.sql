-- For every filter, the matching lines are together in one of these indexes, in the chain's order.
CREATE INDEX "Activity_accountId_at_seq_idx" ON "Activity"("accountId", "at", "seq");
CREATE INDEX "Activity_accountId_permission_seq_idx" ON "Activity"("accountId", "permission", "seq");
CREATE INDEX "Activity_accountId_byId_seq_idx" ON "Activity"("accountId", "byId", "seq");
CREATE INDEX "Activity_accountId_byId_permission_seq_idx" ON "Activity"("accountId", "byId", "permission", "seq");
CREATE INDEX "Activity_accountId_subjectId_seq_idx" ON "Activity"("accountId", "subjectId", "seq");
CREATE INDEX "Activity_accountId_subjectId_permission_seq_idx" ON "Activity"("accountId", "subjectId", "permission", "seq");
CREATE INDEX "Activity_accountId_byId_subjectId_seq_idx" ON "Activity"("accountId", "byId", "subjectId", "seq");
CREATE INDEX "Activity_accountId_byId_subjectId_permission_seq_idx"
  ON "Activity"("accountId", "byId", "subjectId", "permission", "seq");

-- The people to erase, those removed longest ago first.
CREATE INDEX "Person_removedAt_idx" ON "Person"("removedAt") WHERE "removedAt" IS NOT NULL;

-- Erased people whose values are still in activity lines. A row is deleted when none of those values is left.
CREATE TABLE "Erasure" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT NOT NULL CHECK (length("personId") BETWEEN 1 AND 64),
  "byDone" INTEGER NOT NULL DEFAULT 0 CHECK ("byDone" >= 0),
  "aboutDone" INTEGER NOT NULL DEFAULT 0 CHECK ("aboutDone" >= 0),
  PRIMARY KEY ("accountId", "personId")
);
