-- Users who may log in and never did: a count of them, and indexes that hold only them.

ALTER TABLE "UserCount" ADD COLUMN "neverSignedIn" INTEGER NOT NULL DEFAULT 0
  CONSTRAINT "UserCount_neverSignedIn_check" CHECK ("neverSignedIn" BETWEEN 0 AND "count");

UPDATE "UserCount" SET "neverSignedIn" = (
  SELECT count(*) FROM "Person" p
  WHERE p."accountId" = "UserCount"."accountId" AND p."kind" = 'user' AND p."privilege" = "UserCount"."privilege"
    AND p."status" = "UserCount"."status" AND p."lastLoginAt" = TIMESTAMPTZ '1970-01-01 00:00:00+00'
);

-- True or null, never false: the indexes below hold only the rows where it is not null.
ALTER TABLE "Person" ADD COLUMN "neverSignedIn" BOOLEAN GENERATED ALWAYS AS (
  CASE WHEN "kind" = 'user' AND "status" IN ('enabled', 'change-due')
    AND "lastLoginAt" = TIMESTAMPTZ '1970-01-01 00:00:00+00' THEN true END
) STORED;

CREATE INDEX "Person_neverSignedIn_createdAt_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "createdAt", "id") WHERE "neverSignedIn" IS NOT NULL;
CREATE INDEX "Person_neverSignedIn_loginKey_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "loginKey", "id") WHERE "neverSignedIn" IS NOT NULL;
CREATE INDEX "Person_neverSignedIn_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "lastLoginAt", "id") WHERE "neverSignedIn" IS NOT NULL;
CREATE INDEX "Person_neverSignedIn_privilege_createdAt_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "privilege", "createdAt", "id") WHERE "neverSignedIn" IS NOT NULL;
CREATE INDEX "Person_neverSignedIn_privilege_loginKey_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "privilege", "loginKey", "id") WHERE "neverSignedIn" IS NOT NULL;
CREATE INDEX "Person_neverSignedIn_privilege_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "neverSignedIn", "privilege", "lastLoginAt", "id") WHERE "neverSignedIn" IS NOT NULL;
