-- A person's open sessions are shown the last used first, at the same cost however many they are.
DROP INDEX "Session_personId_idx";
CREATE INDEX "Session_personId_factorDue_lastSeenAt_id_idx" ON "Session"("personId", "factorDue", "lastSeenAt", "id");
