-- Whom an account's requirement of two-factor was told to, in the order of their numbers; null where nobody is to be told.
ALTER TABLE "Account" ADD COLUMN "twoFactorTold" BIGINT;
CREATE INDEX "Account_twoFactorTold_idx" ON "Account"("id") WHERE "twoFactorTold" IS NOT NULL;
-- Whoever is logged in to an account now.
CREATE INDEX "Session_accountId_expiresAt_idx" ON "Session"("accountId", "expiresAt");
