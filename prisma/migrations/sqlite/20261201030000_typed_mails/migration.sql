-- The address that a person proved to be theirs, by a link that went there. Whoever was not invited is taken to have done so.
ALTER TABLE "Person" ADD COLUMN "provedKey" TEXT NOT NULL DEFAULT '';
UPDATE "Person" SET "provedKey" = "emailKey" WHERE "invited" = false;
-- What a mail that somebody's typing caused counts against, and when it may leave: an address gets three in an hour.
ALTER TABLE "Mail" ADD COLUMN "typedTo" TEXT;
ALTER TABLE "Mail" ADD COLUMN "typedBy" INTEGER;
ALTER TABLE "Mail" ADD COLUMN "leavesAt" DATETIME;
CREATE INDEX "Mail_typedTo_leavesAt_idx" ON "Mail"("typedTo", "leavesAt");
CREATE INDEX "Mail_typedBy_leavesAt_idx" ON "Mail"("typedBy", "leavesAt");
