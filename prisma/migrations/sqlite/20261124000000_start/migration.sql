CREATE TABLE "Account" (
  "id" INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  "digitalId" TEXT NOT NULL CHECK ("digitalId" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9][0-9]-[0-9][0-9]'),
  "handle" TEXT NOT NULL CHECK ("handle" GLOB '[a-z][a-z][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*'),
  "holderId" TEXT NOT NULL,
  -- Constant, and unknown to Prisma. With it, the foreign key below accepts only a holder.
  "holderKind" TEXT NOT NULL DEFAULT 'holder' CHECK ("holderKind" = 'holder'),
  "organisation" TEXT NOT NULL DEFAULT '' CHECK (length("organisation") <= 255),
  "phone" TEXT NOT NULL DEFAULT '' CHECK (length("phone") <= 255),
  "address" TEXT NOT NULL DEFAULT '' CHECK (length("address") <= 1000),
  "postcode" TEXT NOT NULL DEFAULT '' CHECK (length("postcode") <= 255),
  "city" TEXT NOT NULL DEFAULT '' CHECK (length("city") <= 255),
  "country" TEXT NOT NULL DEFAULT '' CHECK (length("country") <= 255),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "seq" INTEGER NOT NULL DEFAULT 0 CHECK ("seq" >= 0),
  "head" TEXT NOT NULL DEFAULT '',
  "made" INTEGER NOT NULL DEFAULT 0 CHECK ("made" BETWEEN 0 AND 1073741823),
  FOREIGN KEY ("id", "holderId", "holderKind") REFERENCES "Person" ("accountId", "id", "kind")
    DEFERRABLE INITIALLY DEFERRED
);

CREATE TABLE "Person" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "number" BIGINT NOT NULL,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('holder', 'user')),
  "privilege" TEXT NOT NULL CHECK ("privilege" IN ('holder', 'administrator', 'user', 'none')),
  "login" TEXT NOT NULL DEFAULT '',
  "loginKey" TEXT,
  "email" TEXT NOT NULL CHECK (length("email") <= 254),
  "emailKey" TEXT NOT NULL CHECK (length("emailKey") <= 512),
  "firstName" TEXT NOT NULL DEFAULT '' CHECK (length("firstName") <= 255),
  "lastName" TEXT NOT NULL DEFAULT '' CHECK (length("lastName") <= 255),
  "displayName" TEXT NOT NULL DEFAULT '' CHECK (length("displayName") <= 255),
  "description" TEXT NOT NULL DEFAULT '' CHECK (length("description") <= 255),
  "searchText" TEXT NOT NULL DEFAULT '' CHECK (length("searchText") <= 2000),
  "timeZone" TEXT NOT NULL DEFAULT '' CHECK (length("timeZone") <= 64),
  "theme" TEXT NOT NULL DEFAULT 'system' CHECK ("theme" IN ('system', 'light', 'dark')),
  "passwordHash" TEXT CHECK (length("passwordHash") <= 255),
  "passwordChangedAt" DATETIME NOT NULL CHECK ("passwordChangedAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "changeDue" BOOLEAN NOT NULL DEFAULT false CHECK ("changeDue" IN (0, 1)),
  "disabledAt" DATETIME CHECK ("disabledAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "removedAt" DATETIME CHECK ("removedAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "status" TEXT NOT NULL,
  "removed" BOOLEAN NOT NULL DEFAULT false CHECK ("removed" IN (0, 1)),
  "lastLoginAt" DATETIME NOT NULL CHECK ("lastLoginAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "editedBy" TEXT NOT NULL DEFAULT '' CHECK (length("editedBy") <= 1000),
  "editedAt" DATETIME NOT NULL CHECK ("editedAt" GLOB '????-??-??T??:??:??.???+00:00'),
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
      AND "loginKey" NOT GLOB '*[^a-z0-9._-]*')
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

CREATE TABLE "UserCount" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "privilege" TEXT NOT NULL CHECK ("privilege" IN ('administrator', 'user', 'none')),
  "status" TEXT NOT NULL CHECK ("status" IN ('enabled', 'disabled', 'change-due', 'removed')),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  PRIMARY KEY ("accountId", "privilege", "status")
);

CREATE TABLE "Session" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "tokenHash" TEXT NOT NULL CHECK (length("tokenHash") = 64 AND "tokenHash" NOT GLOB '*[^0-9a-f]*'),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT NOT NULL,
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "lastSeenAt" DATETIME NOT NULL CHECK ("lastSeenAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "expiresAt" DATETIME NOT NULL CHECK ("expiresAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "userAgent" TEXT NOT NULL CHECK (length("userAgent") <= 1000),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

CREATE TABLE "Limit" (
  "key" TEXT NOT NULL PRIMARY KEY CHECK (length("key") BETWEEN 1 AND 255),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  "waitUntil" BIGINT NOT NULL,
  "expiresAt" BIGINT NOT NULL,
  "ticket" TEXT NOT NULL
);

CREATE TABLE "Activity" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "seq" INTEGER NOT NULL CHECK ("seq" >= 1),
  "at" DATETIME NOT NULL CHECK ("at" GLOB '????-??-??T??:??:??.???+00:00'),
  "permission" TEXT NOT NULL CHECK (length("permission") BETWEEN 1 AND 64),
  "byId" TEXT NOT NULL,
  "byName" TEXT,
  "byAddress" TEXT,
  "bySalt" TEXT,
  "byDigest" TEXT NOT NULL,
  "subjectId" TEXT NOT NULL,
  "subjectName" TEXT,
  "changes" TEXT,
  "subjectSalt" TEXT,
  "subjectDigest" TEXT NOT NULL,
  "hash" TEXT NOT NULL CHECK (length("hash") = 64 AND "hash" NOT GLOB '*[^0-9a-f]*'),
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

-- Text search. Its row numbers are the people's numbers, so the users of an account are one range. The text is stored only once.
CREATE VIRTUAL TABLE "PersonSearch" USING fts5(
  "searchText", content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TRIGGER "Person_search_insert" AFTER INSERT ON "Person" WHEN NEW."kind" = 'user'
BEGIN
  INSERT INTO "PersonSearch" (rowid, "searchText") VALUES (NEW."number", NEW."searchText");
END;

CREATE TRIGGER "Person_search_update" AFTER UPDATE OF "searchText" ON "Person"
WHEN NEW."kind" = 'user' AND NEW."searchText" IS NOT OLD."searchText"
BEGIN
  UPDATE "PersonSearch" SET "searchText" = NEW."searchText" WHERE rowid = NEW."number";
END;

CREATE TRIGGER "Person_search_delete" AFTER DELETE ON "Person" WHEN OLD."kind" = 'user'
BEGIN
  DELETE FROM "PersonSearch" WHERE rowid = OLD."number";
END;

-- A person never becomes another one, and never moves to another account.
CREATE TRIGGER "Person_stays" BEFORE UPDATE OF "id", "number", "accountId", "kind" ON "Person"
WHEN
  NEW."id" IS NOT OLD."id"
  OR NEW."number" IS NOT OLD."number"
  OR NEW."accountId" IS NOT OLD."accountId"
  OR NEW."kind" IS NOT OLD."kind"
BEGIN
  SELECT RAISE(ABORT, 'a person keeps id, number, account and kind');
END;

-- The activity log is append-only. Erasing a person only empties the values of their lines.
CREATE TRIGGER "Activity_no_delete" BEFORE DELETE ON "Activity"
BEGIN
  SELECT RAISE(ABORT, 'activity lines are never deleted');
END;

-- REPLACE deletes without firing the trigger above.
CREATE TRIGGER "Activity_no_replace" BEFORE INSERT ON "Activity"
WHEN EXISTS (SELECT 1 FROM "Activity" WHERE "accountId" = NEW."accountId" AND "seq" = NEW."seq")
BEGIN
  SELECT RAISE(ABORT, 'activity lines are never replaced');
END;

CREATE TRIGGER "Activity_no_change" BEFORE UPDATE ON "Activity"
WHEN
  NEW."accountId" IS NOT OLD."accountId"
  OR NEW."seq" IS NOT OLD."seq"
  OR NEW."at" IS NOT OLD."at"
  OR NEW."permission" IS NOT OLD."permission"
  OR NEW."byId" IS NOT OLD."byId"
  OR NEW."byDigest" IS NOT OLD."byDigest"
  OR NEW."subjectId" IS NOT OLD."subjectId"
  OR NEW."subjectDigest" IS NOT OLD."subjectDigest"
  OR NEW."hash" IS NOT OLD."hash"
  OR (
    (NEW."byName", NEW."byAddress", NEW."bySalt") IS NOT (OLD."byName", OLD."byAddress", OLD."bySalt")
    AND (NEW."byName" IS NOT NULL OR NEW."byAddress" IS NOT NULL OR NEW."bySalt" IS NOT NULL)
  )
  OR (
    (NEW."subjectName", NEW."changes", NEW."subjectSalt") IS NOT (OLD."subjectName", OLD."changes", OLD."subjectSalt")
    AND (NEW."subjectName" IS NOT NULL OR NEW."changes" IS NOT NULL OR NEW."subjectSalt" IS NOT NULL)
  )
BEGIN
  SELECT RAISE(ABORT, 'activity lines are never changed');
END;
