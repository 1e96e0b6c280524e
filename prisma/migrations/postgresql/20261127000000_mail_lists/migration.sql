-- An Administrator sees the users' mails and not the holder's: a list of theirs must not walk past those. And whether
-- any mail ever left is one look into an index.
ALTER TABLE "Mail" ADD COLUMN "toHolder" BOOLEAN NOT NULL DEFAULT false;
UPDATE "Mail" SET "toHolder" = true WHERE "personId" IN (SELECT "holderId" FROM "Account");

DROP INDEX "Mail_accountId_createdAt_id_idx";
DROP INDEX "Mail_accountId_kind_createdAt_id_idx";
CREATE INDEX "Mail_accountId_toHolder_createdAt_id_idx" ON "Mail"("accountId", "toHolder", "createdAt", "id");
CREATE INDEX "Mail_accountId_toHolder_kind_createdAt_id_idx" ON "Mail"("accountId", "toHolder", "kind", "createdAt", "id");
CREATE INDEX "Mail_sent_idx" ON "Mail"("sentAt") WHERE "sentAt" IS NOT NULL;
