-- The time of an account's last activity line. No later line has an earlier time.
ALTER TABLE "Account" ADD COLUMN "headAt" DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000+00:00'
  CHECK ("headAt" GLOB '????-??-??T??:??:??.???+00:00');
UPDATE "Account" SET "headAt" = "Activity"."at" FROM "Activity"
  WHERE "Activity"."accountId" = "Account"."id" AND "Activity"."seq" = "Account"."seq";
