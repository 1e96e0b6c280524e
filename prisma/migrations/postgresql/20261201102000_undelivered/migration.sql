-- The email to a person that was given up, and whether it was their invitation. The indexes hold only people whose invitation was given up.
ALTER TABLE "Person" ADD COLUMN "undelivered" TEXT COLLATE "C" CHECK (length("undelivered") BETWEEN 1 AND 64);

-- Emails that were given up earlier: the last one to the present address, if none has arrived since.
UPDATE "Person" SET "undelivered" = (
  SELECT CASE WHEN "last"."state" = 'failed' THEN "last"."id" END
  FROM (
    SELECT "id", "state" FROM "Mail"
    WHERE "personId" = "Person"."id" AND "recipient" = "Person"."email" AND "state" IN ('sent', 'failed')
      AND ("kind" = 'activation' OR "Person"."invited" = false)
    ORDER BY "createdAt" DESC, "id" DESC LIMIT 1
  ) AS "last"
) WHERE "id" IN (SELECT "personId" FROM "Mail" WHERE "state" = 'failed' AND "personId" IS NOT NULL);

-- True or null, never false: the indexes below hold only the rows where it is not null.
ALTER TABLE "Person" ADD COLUMN "invitationFailed" BOOLEAN GENERATED ALWAYS AS (
  CASE WHEN "kind" = 'user' AND "status" = 'invited' AND "undelivered" IS NOT NULL THEN true END
) STORED;

CREATE INDEX "Person_invitationFailed_createdAt_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "createdAt", "id") WHERE "invitationFailed" IS NOT NULL;
CREATE INDEX "Person_invitationFailed_loginKey_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "loginKey", "id") WHERE "invitationFailed" IS NOT NULL;
CREATE INDEX "Person_invitationFailed_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "lastLoginAt", "id") WHERE "invitationFailed" IS NOT NULL;
CREATE INDEX "Person_invitationFailed_privilege_createdAt_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "privilege", "createdAt", "id") WHERE "invitationFailed" IS NOT NULL;
CREATE INDEX "Person_invitationFailed_privilege_loginKey_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "privilege", "loginKey", "id") WHERE "invitationFailed" IS NOT NULL;
CREATE INDEX "Person_invitationFailed_privilege_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "invitationFailed", "privilege", "lastLoginAt", "id") WHERE "invitationFailed" IS NOT NULL;
