-- The time of an account's last activity line. No later line has an earlier time.
ALTER TABLE "Account" ADD COLUMN "headAt" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01T00:00:00.000Z';
UPDATE "Account" SET "headAt" = "Activity"."at" FROM "Activity"
  WHERE "Activity"."accountId" = "Account"."id" AND "Activity"."seq" = "Account"."seq";
