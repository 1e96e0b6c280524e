-- The number up to which people were notified that the account requires two-factor. Null if nobody is to be notified.
ALTER TABLE "Account" ADD COLUMN "twoFactorTold" BIGINT;
CREATE INDEX "Account_twoFactorTold_idx" ON "Account"("id") WHERE "twoFactorTold" IS NOT NULL;
-- The people who are logged in to an account now.
CREATE INDEX "Session_accountId_expiresAt_idx" ON "Session"("accountId", "expiresAt");
