-- The order of sending: 0 a link that a person waits for, 1 a notice, 2 a notice to everyone. It means nothing for sent emails.
ALTER TABLE "Mail" ADD COLUMN "rank" INTEGER NOT NULL DEFAULT 1 CONSTRAINT "Mail_rank_check" CHECK ("rank" BETWEEN 0 AND 2);
UPDATE "Mail" SET "rank" = 0 WHERE "state" = 'waiting' AND "linkId" IS NOT NULL;
UPDATE "Mail" SET "rank" = 2 WHERE "state" = 'waiting' AND "kind" IN ('two-factor-required', 'two-factor-released');
-- Whether its hand-over began. Every email that a process holds now may already have been sent.
ALTER TABLE "Mail" ADD COLUMN "handedOver" BOOLEAN NOT NULL DEFAULT false;
UPDATE "Mail" SET "handedOver" = true WHERE "state" = 'waiting' AND "ticket" <> '';
DROP INDEX "Mail_waiting_idx";
CREATE INDEX "Mail_waiting_idx" ON "Mail"("rank", "dueAt", "id") WHERE "state" = 'waiting';
