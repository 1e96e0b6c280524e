-- An address may have logins in several accounts. Each account gets its own email, link and activity line.
ALTER TABLE "ResetRequest" ADD COLUMN "answered" INTEGER NOT NULL DEFAULT 0 CHECK ("answered" >= 0);
DROP INDEX "Person_emailKey_idx";
CREATE INDEX "Person_emailKey_accountId_idx" ON "Person"("emailKey", "accountId");
CREATE INDEX "Link_accountId_purpose_idx" ON "Link"("accountId", "purpose");

-- Until now, one link was for all these accounts, and one email with all their IDs belonged to the oldest account. People who wait for
-- such an email must ask again.
DELETE FROM "Link" WHERE "purpose" = 'reset' AND "personId" IS NULL;
UPDATE "Mail" SET "state" = 'void', "secret" = NULL, "ticket" = '' WHERE "kind" = 'reset' AND "state" = 'waiting' AND position('\n' in "params") > 0;
UPDATE "Mail" SET "params" = '{}' WHERE "kind" = 'reset' AND position('\n' in "params") > 0;
