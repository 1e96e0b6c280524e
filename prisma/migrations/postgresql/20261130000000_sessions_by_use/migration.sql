-- Lists a person's open sessions, the last used first. The cost does not grow with their number.
DROP INDEX "Session_personId_idx";
CREATE INDEX "Session_personId_factorDue_lastSeenAt_id_idx" ON "Session"("personId", "factorDue", "lastSeenAt", "id");
