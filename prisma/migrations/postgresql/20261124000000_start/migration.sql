CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;

CREATE TABLE "Account" (
  "id" SERIAL NOT NULL PRIMARY KEY,
  "digitalId" TEXT COLLATE "C" NOT NULL CHECK ("digitalId" ~ '^[0-9]{4}-[0-9]{3}-[0-9]{2}$'),
  "handle" TEXT COLLATE "C" NOT NULL CHECK ("handle" ~ '^[a-z]{2}[0-9]{5}-[a-z0-9]+$'),
  "holderId" TEXT COLLATE "C" NOT NULL,
  -- Constant, and unknown to Prisma. With it, the foreign key below accepts only a holder.
  "holderKind" TEXT COLLATE "C" NOT NULL DEFAULT 'holder' CHECK ("holderKind" = 'holder'),
  "organisation" TEXT NOT NULL DEFAULT '' CHECK (length("organisation") <= 255),
  "phone" TEXT NOT NULL DEFAULT '' CHECK (length("phone") <= 255),
  "address" TEXT NOT NULL DEFAULT '' CHECK (length("address") <= 1000),
  "postcode" TEXT NOT NULL DEFAULT '' CHECK (length("postcode") <= 255),
  "city" TEXT NOT NULL DEFAULT '' CHECK (length("city") <= 255),
  "country" TEXT NOT NULL DEFAULT '' CHECK (length("country") <= 255),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "seq" INTEGER NOT NULL DEFAULT 0 CHECK ("seq" >= 0),
  "head" TEXT COLLATE "C" NOT NULL DEFAULT '',
  "made" INTEGER NOT NULL DEFAULT 0 CHECK ("made" BETWEEN 0 AND 1073741823)
);

CREATE TABLE "Person" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "number" BIGINT NOT NULL,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "kind" TEXT COLLATE "C" NOT NULL CHECK ("kind" IN ('holder', 'user')),
  "privilege" TEXT COLLATE "C" NOT NULL CHECK ("privilege" IN ('holder', 'administrator', 'user', 'none')),
  "login" TEXT COLLATE "C" NOT NULL DEFAULT '',
  "loginKey" TEXT COLLATE "C",
  "email" TEXT NOT NULL CHECK (length("email") <= 254),
  "emailKey" TEXT COLLATE "C" NOT NULL CHECK (length("emailKey") <= 512),
  "firstName" TEXT NOT NULL DEFAULT '' CHECK (length("firstName") <= 255),
  "lastName" TEXT NOT NULL DEFAULT '' CHECK (length("lastName") <= 255),
  "displayName" TEXT NOT NULL DEFAULT '' CHECK (length("displayName") <= 255),
  "description" TEXT NOT NULL DEFAULT '' CHECK (length("description") <= 255),
  "searchText" TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (length("searchText") <= 2000),
  "timeZone" TEXT NOT NULL DEFAULT '' CHECK (length("timeZone") <= 64),
  "theme" TEXT NOT NULL DEFAULT 'system' CHECK ("theme" IN ('system', 'light', 'dark')),
  "passwordHash" TEXT CHECK (length("passwordHash") <= 255),
  "passwordChangedAt" TIMESTAMPTZ(3) NOT NULL,
  "changeDue" BOOLEAN NOT NULL DEFAULT false,
  "disabledAt" TIMESTAMPTZ(3),
  "removedAt" TIMESTAMPTZ(3),
  "status" TEXT COLLATE "C" NOT NULL,
  "removed" BOOLEAN NOT NULL DEFAULT false,
  "lastLoginAt" TIMESTAMPTZ(3) NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "editedBy" TEXT NOT NULL DEFAULT '' CHECK (length("editedBy") <= 1000),
  "editedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Person_number_check" CHECK ("number" >> 30 = "accountId"),
  CONSTRAINT "Person_holder_check" CHECK (
    CASE "kind"
      WHEN 'holder' THEN "privilege" = 'holder' AND "login" = '' AND "loginKey" IS NULL
        AND "disabledAt" IS NULL AND "removedAt" IS NULL
      ELSE "privilege" <> 'holder' AND "loginKey" IS NOT NULL
    END
  ),
  CONSTRAINT "Person_login_check" CHECK (
    "loginKey" IS NULL
    OR (length("login") BETWEEN 1 AND 64 AND length("loginKey") BETWEEN 1 AND 64
      AND "loginKey" ~ '^[a-z0-9._-]+$')
  ),
  CONSTRAINT "Person_status_check" CHECK (
    "status" = CASE
      WHEN "removedAt" IS NOT NULL THEN 'removed'
      WHEN "disabledAt" IS NOT NULL THEN 'disabled'
      WHEN "changeDue" THEN 'change-due'
      ELSE 'enabled'
    END
  ),
  CONSTRAINT "Person_removed_check" CHECK ("removed" = ("removedAt" IS NOT NULL)),
  -- Foreign keys of other tables reference these columns.
  UNIQUE ("accountId", "id", "kind"),
  UNIQUE ("accountId", "id")
);

ALTER TABLE "Account" ADD FOREIGN KEY ("id", "holderId", "holderKind")
  REFERENCES "Person" ("accountId", "id", "kind") DEFERRABLE INITIALLY DEFERRED;

CREATE TABLE "UserCount" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "privilege" TEXT COLLATE "C" NOT NULL CHECK ("privilege" IN ('administrator', 'user', 'none')),
  "status" TEXT COLLATE "C" NOT NULL CHECK ("status" IN ('enabled', 'disabled', 'change-due', 'removed')),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  PRIMARY KEY ("accountId", "privilege", "status")
);

CREATE TABLE "Session" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "tokenHash" TEXT COLLATE "C" NOT NULL CHECK ("tokenHash" ~ '^[0-9a-f]{64}$'),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT COLLATE "C" NOT NULL,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "lastSeenAt" TIMESTAMPTZ(3) NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "userAgent" TEXT NOT NULL CHECK (length("userAgent") <= 1000),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

CREATE TABLE "Limit" (
  "key" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("key") BETWEEN 1 AND 255),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  "waitUntil" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "ticket" TEXT COLLATE "C" NOT NULL
);

CREATE TABLE "Activity" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "seq" INTEGER NOT NULL CHECK ("seq" >= 1),
  "at" TIMESTAMPTZ(3) NOT NULL,
  "permission" TEXT COLLATE "C" NOT NULL CHECK (length("permission") BETWEEN 1 AND 64),
  "byId" TEXT COLLATE "C" NOT NULL,
  "byName" TEXT,
  "byAddress" TEXT,
  "bySalt" TEXT,
  "byDigest" TEXT NOT NULL,
  "subjectId" TEXT COLLATE "C" NOT NULL,
  "subjectName" TEXT,
  "changes" TEXT,
  "subjectSalt" TEXT,
  "subjectDigest" TEXT NOT NULL,
  "hash" TEXT COLLATE "C" NOT NULL CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  PRIMARY KEY ("accountId", "seq")
);

CREATE UNIQUE INDEX "Account_digitalId_key" ON "Account"("digitalId");
CREATE UNIQUE INDEX "Account_handle_key" ON "Account"("handle");
CREATE UNIQUE INDEX "Account_holderId_key" ON "Account"("holderId");
CREATE UNIQUE INDEX "Person_number_key" ON "Person"("number");
CREATE UNIQUE INDEX "Person_accountId_loginKey_key" ON "Person"("accountId", "loginKey");
-- An account has one holder. No two holders have the same email address, because holders log in with it.
CREATE UNIQUE INDEX "Person_holder_accountId_key" ON "Person"("accountId") WHERE "kind" = 'holder';
CREATE UNIQUE INDEX "Person_holder_emailKey_key" ON "Person"("emailKey") WHERE "kind" = 'holder';
CREATE UNIQUE INDEX "Session_tokenHash_key" ON "Session"("tokenHash");
CREATE INDEX "Session_personId_idx" ON "Session"("personId");
CREATE INDEX "Session_expiresAt_idx" ON "Session"("expiresAt");
CREATE INDEX "Limit_expiresAt_idx" ON "Limit"("expiresAt");

-- Each list walks one of these indexes in its own order.
CREATE INDEX "Person_accountId_kind_removed_createdAt_id_idx"
  ON "Person"("accountId", "kind", "removed", "createdAt", "id");
CREATE INDEX "Person_accountId_kind_removed_loginKey_id_idx"
  ON "Person"("accountId", "kind", "removed", "loginKey", "id");
CREATE INDEX "Person_accountId_kind_removed_lastLoginAt_id_idx"
  ON "Person"("accountId", "kind", "removed", "lastLoginAt", "id");
CREATE INDEX "Person_accountId_kind_removed_privilege_createdAt_id_idx"
  ON "Person"("accountId", "kind", "removed", "privilege", "createdAt", "id");
CREATE INDEX "Person_accountId_kind_removed_privilege_loginKey_id_idx"
  ON "Person"("accountId", "kind", "removed", "privilege", "loginKey", "id");
CREATE INDEX "Person_accountId_kind_removed_privilege_lastLoginAt_id_idx"
  ON "Person"("accountId", "kind", "removed", "privilege", "lastLoginAt", "id");
CREATE INDEX "Person_accountId_kind_status_createdAt_id_idx"
  ON "Person"("accountId", "kind", "status", "createdAt", "id");
CREATE INDEX "Person_accountId_kind_status_loginKey_id_idx"
  ON "Person"("accountId", "kind", "status", "loginKey", "id");
CREATE INDEX "Person_accountId_kind_status_lastLoginAt_id_idx"
  ON "Person"("accountId", "kind", "status", "lastLoginAt", "id");
CREATE INDEX "Person_accountId_kind_status_privilege_createdAt_id_idx"
  ON "Person"("accountId", "kind", "status", "privilege", "createdAt", "id");
CREATE INDEX "Person_accountId_kind_status_privilege_loginKey_id_idx"
  ON "Person"("accountId", "kind", "status", "privilege", "loginKey", "id");
CREATE INDEX "Person_accountId_kind_status_privilege_lastLoginAt_id_idx"
  ON "Person"("accountId", "kind", "status", "privilege", "lastLoginAt", "id");

-- Text search inside one account.
CREATE INDEX "Person_search_idx" ON "Person" USING gin ("accountId", "searchText" gin_trgm_ops);

-- A person never becomes another one, and never moves to another account.
CREATE FUNCTION "Person_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a person keeps id, number, account and kind';
END;
$$;

CREATE TRIGGER "Person_stays" BEFORE UPDATE ON "Person" FOR EACH ROW
WHEN (
  NEW."id" IS DISTINCT FROM OLD."id"
  OR NEW."number" IS DISTINCT FROM OLD."number"
  OR NEW."accountId" IS DISTINCT FROM OLD."accountId"
  OR NEW."kind" IS DISTINCT FROM OLD."kind"
)
EXECUTE FUNCTION "Person_stays"();

-- The activity log is append-only. Erasing a person only empties the values of their lines.
CREATE FUNCTION "Activity_refuse"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'activity lines are never %', TG_ARGV[0];
END;
$$;

CREATE TRIGGER "Activity_no_delete" BEFORE DELETE ON "Activity"
FOR EACH ROW EXECUTE FUNCTION "Activity_refuse"('deleted');

CREATE TRIGGER "Activity_no_truncate" BEFORE TRUNCATE ON "Activity"
FOR EACH STATEMENT EXECUTE FUNCTION "Activity_refuse"('deleted');

CREATE TRIGGER "Activity_no_change" BEFORE UPDATE ON "Activity" FOR EACH ROW
WHEN (
  NEW."accountId" IS DISTINCT FROM OLD."accountId"
  OR NEW."seq" IS DISTINCT FROM OLD."seq"
  OR NEW."at" IS DISTINCT FROM OLD."at"
  OR NEW."permission" IS DISTINCT FROM OLD."permission"
  OR NEW."byId" IS DISTINCT FROM OLD."byId"
  OR NEW."byDigest" IS DISTINCT FROM OLD."byDigest"
  OR NEW."subjectId" IS DISTINCT FROM OLD."subjectId"
  OR NEW."subjectDigest" IS DISTINCT FROM OLD."subjectDigest"
  OR NEW."hash" IS DISTINCT FROM OLD."hash"
  OR (
    (NEW."byName", NEW."byAddress", NEW."bySalt") IS DISTINCT FROM (OLD."byName", OLD."byAddress", OLD."bySalt")
    AND (NEW."byName" IS NOT NULL OR NEW."byAddress" IS NOT NULL OR NEW."bySalt" IS NOT NULL)
  )
  OR (
    (NEW."subjectName", NEW."changes", NEW."subjectSalt")
      IS DISTINCT FROM (OLD."subjectName", OLD."changes", OLD."subjectSalt")
    AND (NEW."subjectName" IS NOT NULL OR NEW."changes" IS NOT NULL OR NEW."subjectSalt" IS NOT NULL)
  )
)
EXECUTE FUNCTION "Activity_refuse"('changed');
