-- Which Administrators were told that two-factor is required no more, in the order of their numbers; null where nobody is to be told.
ALTER TABLE "Account" ADD COLUMN "releaseTold" BIGINT;
ALTER TABLE "Account" ADD COLUMN "releasedBy" TEXT NOT NULL DEFAULT '';
CREATE INDEX "Account_releaseTold_idx" ON "Account"("id") WHERE "releaseTold" IS NOT NULL;
