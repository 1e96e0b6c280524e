-- An address may be that of logins in several accounts: each account gets a mail, a link and a line of its own.
ALTER TABLE "ResetRequest" ADD COLUMN "answered" INTEGER NOT NULL DEFAULT 0 CHECK ("answered" >= 0);
DROP INDEX "Person_emailKey_idx";
CREATE INDEX "Person_emailKey_accountId_idx" ON "Person"("emailKey", "accountId");
CREATE INDEX "Link_accountId_purpose_idx" ON "Link"("accountId", "purpose");

-- Until now one link was for all of them, and one mail with all their IDs stood under the oldest. Whoever waits for one asks again.
DELETE FROM "Link" WHERE "purpose" = 'reset' AND "personId" IS NULL;
UPDATE "Mail" SET "state" = 'void', "secret" = NULL, "ticket" = '' WHERE "kind" = 'reset' AND "state" = 'waiting' AND position('\n' in "params") > 0;
UPDATE "Mail" SET "params" = '{}' WHERE "kind" = 'reset' AND position('\n' in "params") > 0;
