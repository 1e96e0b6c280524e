-- The address that a person proved by a link that was sent to it. Everyone except invited users counts as having proved theirs.
ALTER TABLE "Person" ADD COLUMN "provedKey" TEXT NOT NULL DEFAULT '';
UPDATE "Person" SET "provedKey" = "emailKey" WHERE "invited" = false;
-- The limits that an email counts against if a person's input caused it, and when they let it be sent. An address gets three in an hour.
ALTER TABLE "Mail" ADD COLUMN "typedTo" TEXT;
ALTER TABLE "Mail" ADD COLUMN "typedBy" INTEGER;
ALTER TABLE "Mail" ADD COLUMN "leavesAt" TIMESTAMPTZ(3);
CREATE INDEX "Mail_typedTo_leavesAt_idx" ON "Mail"("typedTo", "leavesAt");
CREATE INDEX "Mail_typedBy_leavesAt_idx" ON "Mail"("typedBy", "leavesAt");
