-- An Administrator sees the users' emails but not the holder's, so the Administrator's list must not walk past those.
-- Whether any email was ever sent is one look-up in an index.
ALTER TABLE "Mail" ADD COLUMN "toHolder" BOOLEAN NOT NULL DEFAULT false CHECK ("toHolder" IN (0, 1));
UPDATE "Mail" SET "toHolder" = true WHERE "personId" IN (SELECT "holderId" FROM "Account");

DROP INDEX "Mail_accountId_createdAt_id_idx";
DROP INDEX "Mail_accountId_kind_createdAt_id_idx";
CREATE INDEX "Mail_accountId_toHolder_createdAt_id_idx" ON "Mail"("accountId", "toHolder", "createdAt", "id");
CREATE INDEX "Mail_accountId_toHolder_kind_createdAt_id_idx" ON "Mail"("accountId", "toHolder", "kind", "createdAt", "id");
CREATE INDEX "Mail_sent_idx" ON "Mail"("sentAt") WHERE "sentAt" IS NOT NULL;
