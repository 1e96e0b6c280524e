-- The number up to which Administrators were notified that two-factor is no longer required. Null if nobody is to be notified.
ALTER TABLE "Account" ADD COLUMN "releaseTold" BIGINT;
ALTER TABLE "Account" ADD COLUMN "releasedBy" TEXT NOT NULL DEFAULT '';
CREATE INDEX "Account_releaseTold_idx" ON "Account"("id") WHERE "releaseTold" IS NOT NULL;
