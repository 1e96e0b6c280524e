-- Everyone's own access: two-factor, sessions with steps still to complete, links, emails and the log-in history.

-- SQLite cannot change a constraint, so the table is built again. The rows of the text search stay where they are.
CREATE TABLE "Person_new" (
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
  "language" TEXT NOT NULL DEFAULT '' CHECK (length("language") <= 35),
  "neverSignedIn" BOOLEAN GENERATED ALWAYS AS (
    CASE WHEN "kind" = 'user' AND "status" IN ('enabled', 'change-due')
      AND "lastLoginAt" = '1970-01-01T00:00:00.000+00:00' THEN 1 END
  ) VIRTUAL,
  "invited" BOOLEAN NOT NULL DEFAULT false CHECK ("invited" IN (0, 1)),
  "twoFactor" BOOLEAN NOT NULL DEFAULT false CHECK ("twoFactor" IN (0, 1)),
  "fewerNotices" BOOLEAN NOT NULL DEFAULT false CHECK ("fewerNotices" IN (0, 1)),
  CONSTRAINT "Person_number_check" CHECK ("number" >> 30 = "accountId"),
  CONSTRAINT "Person_holder_check" CHECK (
    CASE "kind"
      WHEN 'holder' THEN "privilege" = 'holder' AND "login" = '' AND "loginKey" IS NULL
        AND "disabledAt" IS NULL AND "removedAt" IS NULL AND NOT "invited"
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
      WHEN "invited" THEN 'invited'
      WHEN "changeDue" THEN 'change-due'
      ELSE 'enabled'
    END
  ),
  -- An invited user has not chosen a password yet.
  CONSTRAINT "Person_invited_check" CHECK (NOT "invited" OR "passwordHash" IS NULL),
  CONSTRAINT "Person_removed_check" CHECK ("removed" = ("removedAt" IS NOT NULL)),
  -- Foreign keys of other tables reference these columns.
  UNIQUE ("accountId", "id", "kind"),
  UNIQUE ("accountId", "id")
);

INSERT INTO "Person_new" (
  "id", "number", "accountId", "kind", "privilege", "login", "loginKey", "email", "emailKey", "firstName",
  "lastName", "displayName", "description", "searchText", "timeZone", "theme", "passwordHash",
  "passwordChangedAt", "changeDue", "disabledAt", "removedAt", "status", "removed", "lastLoginAt", "createdAt",
  "version", "editedBy", "editedAt", "language"
)
SELECT
  "id", "number", "accountId", "kind", "privilege", "login", "loginKey", "email", "emailKey", "firstName",
  "lastName", "displayName", "description", "searchText", "timeZone", "theme", "passwordHash",
  "passwordChangedAt", "changeDue", "disabledAt", "removedAt", "status", "removed", "lastLoginAt", "createdAt",
  "version", "editedBy", "editedAt", "language"
FROM "Person";

DROP TABLE "Person";
ALTER TABLE "Person_new" RENAME TO "Person";

CREATE UNIQUE INDEX "Person_number_key" ON "Person"("number");
CREATE UNIQUE INDEX "Person_accountId_loginKey_key" ON "Person"("accountId", "loginKey");
CREATE UNIQUE INDEX "Person_holder_accountId_key" ON "Person"("accountId") WHERE "kind" = 'holder';
CREATE UNIQUE INDEX "Person_holder_emailKey_key" ON "Person"("emailKey") WHERE "kind" = 'holder';
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
-- The same lists, filtered by whether users have two-factor.
CREATE INDEX "Person_removed_twoFactor_createdAt_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "createdAt", "id");
CREATE INDEX "Person_removed_twoFactor_loginKey_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "loginKey", "id");
CREATE INDEX "Person_removed_twoFactor_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "lastLoginAt", "id");
CREATE INDEX "Person_removed_twoFactor_privilege_createdAt_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "privilege", "createdAt", "id");
CREATE INDEX "Person_removed_twoFactor_privilege_loginKey_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "privilege", "loginKey", "id");
CREATE INDEX "Person_removed_twoFactor_privilege_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "removed", "twoFactor", "privilege", "lastLoginAt", "id");
CREATE INDEX "Person_status_twoFactor_createdAt_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "createdAt", "id");
CREATE INDEX "Person_status_twoFactor_loginKey_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "loginKey", "id");
CREATE INDEX "Person_status_twoFactor_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "lastLoginAt", "id");
CREATE INDEX "Person_status_twoFactor_privilege_createdAt_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "privilege", "createdAt", "id");
CREATE INDEX "Person_status_twoFactor_privilege_loginKey_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "privilege", "loginKey", "id");
CREATE INDEX "Person_status_twoFactor_privilege_lastLoginAt_idx"
  ON "Person"("accountId", "kind", "status", "twoFactor", "privilege", "lastLoginAt", "id");

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

CREATE TRIGGER "Person_stays" BEFORE UPDATE OF "id", "number", "accountId", "kind" ON "Person"
WHEN
  NEW."id" IS NOT OLD."id"
  OR NEW."number" IS NOT OLD."number"
  OR NEW."accountId" IS NOT OLD."accountId"
  OR NEW."kind" IS NOT OLD."kind"
BEGIN
  SELECT RAISE(ABORT, 'a person keeps id, number, account and kind');
END;

CREATE TABLE "UserCount_new" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "privilege" TEXT NOT NULL CHECK ("privilege" IN ('administrator', 'user', 'none')),
  "status" TEXT NOT NULL CHECK ("status" IN ('enabled', 'disabled', 'invited', 'change-due', 'removed')),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  "neverSignedIn" INTEGER NOT NULL DEFAULT 0,
  "twoFactor" INTEGER NOT NULL DEFAULT 0,
  CONSTRAINT "UserCount_neverSignedIn_check" CHECK ("neverSignedIn" BETWEEN 0 AND "count"),
  CONSTRAINT "UserCount_twoFactor_check" CHECK ("twoFactor" BETWEEN 0 AND "count"),
  PRIMARY KEY ("accountId", "privilege", "status")
);

INSERT INTO "UserCount_new" ("accountId", "privilege", "status", "count", "neverSignedIn")
SELECT "accountId", "privilege", "status", "count", "neverSignedIn" FROM "UserCount";

DROP TABLE "UserCount";
ALTER TABLE "UserCount_new" RENAME TO "UserCount";

-- How a session began, which step it must still complete, and when its person last proved who they are.
ALTER TABLE "Session" ADD COLUMN "method" TEXT NOT NULL DEFAULT 'password' CHECK (length("method") BETWEEN 1 AND 32);
ALTER TABLE "Session" ADD COLUMN "factorDue" BOOLEAN NOT NULL DEFAULT false CHECK ("factorDue" IN (0, 1));
ALTER TABLE "Session" ADD COLUMN "provedAt" DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000+00:00' CHECK ("provedAt" GLOB '????-??-??T??:??:??.???+00:00');
ALTER TABLE "Session" ADD COLUMN "mailProved" BOOLEAN NOT NULL DEFAULT false CHECK ("mailProved" IN (0, 1));

-- For whom the account requires two-factor, and from when.
ALTER TABLE "Account" ADD COLUMN "twoFactorFor" TEXT NOT NULL DEFAULT '' CHECK ("twoFactorFor" IN ('', 'writers', 'everyone'));
ALTER TABLE "Account" ADD COLUMN "twoFactorFrom" DATETIME NOT NULL DEFAULT '1970-01-01T00:00:00.000+00:00' CHECK ("twoFactorFrom" GLOB '????-??-??T??:??:??.???+00:00');

-- A person's verification methods. Their secrets are encrypted with the installation's secret (lib/security/encryption.ts).
CREATE TABLE "Factor" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT NOT NULL,
  "kind" TEXT NOT NULL CHECK ("kind" IN ('app', 'key')),
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 64),
  "secret" TEXT CHECK (length("secret") <= 1000),
  "lastStep" INTEGER NOT NULL DEFAULT 0 CHECK ("lastStep" >= 0),
  "credentialId" TEXT CHECK (length("credentialId") <= 1400),
  "publicKey" TEXT CHECK (length("publicKey") <= 4000),
  "counter" BIGINT NOT NULL DEFAULT 0 CHECK ("counter" >= 0),
  "transports" TEXT NOT NULL DEFAULT '' CHECK (length("transports") <= 255),
  "passkey" BOOLEAN NOT NULL DEFAULT false CHECK ("passkey" IN (0, 1)),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "lastUsedAt" DATETIME NOT NULL CHECK ("lastUsedAt" GLOB '????-??-??T??:??:??.???+00:00'),
  CONSTRAINT "Factor_parts_check" CHECK (
    CASE "kind"
      WHEN 'app' THEN "secret" IS NOT NULL AND "credentialId" IS NULL AND "publicKey" IS NULL AND NOT "passkey"
      ELSE "secret" IS NULL AND "credentialId" IS NOT NULL AND "publicKey" IS NOT NULL
    END
  ),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

CREATE TABLE "BackupCode" (
  "personId" TEXT NOT NULL,
  "hash" TEXT NOT NULL CHECK (length("hash") = 64 AND "hash" NOT GLOB '*[^0-9a-f]*'),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "salt" TEXT NOT NULL CHECK (length("salt") BETWEEN 1 AND 64),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  PRIMARY KEY ("personId", "hash"),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Answered challenges, so that none is answered twice.
CREATE TABLE "UsedChallenge" (
  "hash" TEXT NOT NULL PRIMARY KEY CHECK (length("hash") = 64 AND "hash" NOT GLOB '*[^0-9a-f]*'),
  "expiresAt" DATETIME NOT NULL CHECK ("expiresAt" GLOB '????-??-??T??:??:??.???+00:00')
);

-- Links that were sent by email and not used yet. A person who is signing up has no account yet.
CREATE TABLE "Link" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "tokenHash" TEXT NOT NULL CHECK (length("tokenHash") = 64 AND "tokenHash" NOT GLOB '*[^0-9a-f]*'),
  "purpose" TEXT NOT NULL CHECK (length("purpose") BETWEEN 1 AND 32),
  "accountId" INTEGER REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT,
  "data" TEXT NOT NULL DEFAULT '' CHECK (length("data") <= 8000),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "expiresAt" DATETIME NOT NULL CHECK ("expiresAt" GLOB '????-??-??T??:??:??.???+00:00'),
  CONSTRAINT "Link_person_check" CHECK (("accountId" IS NULL) = ("personId" IS NULL)),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Emails to send, and sent emails. "secret" is the encrypted token of the link. It is deleted when the email is sent.
CREATE TABLE "Mail" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT,
  "recipient" TEXT NOT NULL CHECK (length("recipient") <= 254),
  "kind" TEXT NOT NULL CHECK (length("kind") BETWEEN 1 AND 64),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "params" TEXT NOT NULL CHECK (length("params") <= 8000),
  "linkId" TEXT,
  "secret" TEXT CHECK (length("secret") <= 1000),
  "state" TEXT NOT NULL CHECK ("state" IN ('waiting', 'sent', 'failed', 'void')),
  "attempts" INTEGER NOT NULL DEFAULT 0 CHECK ("attempts" >= 0),
  "unsure" INTEGER NOT NULL DEFAULT 0 CHECK ("unsure" >= 0),
  "dueAt" DATETIME NOT NULL CHECK ("dueAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "ticket" TEXT NOT NULL DEFAULT '' CHECK (length("ticket") <= 64),
  "problem" TEXT NOT NULL DEFAULT '' CHECK (length("problem") <= 255),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "sentAt" DATETIME CHECK ("sentAt" GLOB '????-??-??T??:??:??.???+00:00'),
  CONSTRAINT "Mail_person_check" CHECK (("accountId" IS NULL) = ("personId" IS NULL)),
  CONSTRAINT "Mail_left_check" CHECK ("secret" IS NULL OR "state" = 'waiting'),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Log-ins and refused log-ins: who, when, how and from where.
CREATE TABLE "SignIn" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT NOT NULL,
  "at" DATETIME NOT NULL CHECK ("at" GLOB '????-??-??T??:??:??.???+00:00'),
  "method" TEXT NOT NULL CHECK (length("method") BETWEEN 1 AND 32),
  "outcome" TEXT NOT NULL CHECK (length("outcome") BETWEEN 1 AND 32),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "userAgent" TEXT NOT NULL CHECK (length("userAgent") <= 1000),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

CREATE UNIQUE INDEX "Factor_credentialId_key" ON "Factor"("credentialId");
CREATE INDEX "Factor_personId_createdAt_idx" ON "Factor"("personId", "createdAt");
CREATE INDEX "UsedChallenge_expiresAt_idx" ON "UsedChallenge"("expiresAt");
CREATE UNIQUE INDEX "Link_tokenHash_key" ON "Link"("tokenHash");
CREATE INDEX "Link_personId_purpose_idx" ON "Link"("personId", "purpose");
CREATE INDEX "Link_expiresAt_idx" ON "Link"("expiresAt");
CREATE INDEX "Mail_linkId_idx" ON "Mail"("linkId");
CREATE INDEX "Mail_createdAt_id_idx" ON "Mail"("createdAt", "id");
CREATE INDEX "SignIn_personId_at_id_idx" ON "SignIn"("personId", "at", "id");
CREATE INDEX "SignIn_at_id_idx" ON "SignIn"("at", "id");
-- Holds only the emails still to be sent, those due longest first.
CREATE INDEX "Mail_waiting_idx" ON "Mail"("dueAt", "id") WHERE "state" = 'waiting';
-- Each list walks one of these indexes in its own order.
CREATE INDEX "Mail_accountId_createdAt_id_idx" ON "Mail"("accountId", "createdAt", "id");
CREATE INDEX "Mail_accountId_kind_createdAt_id_idx" ON "Mail"("accountId", "kind", "createdAt", "id");
CREATE INDEX "Mail_personId_createdAt_id_idx" ON "Mail"("personId", "createdAt", "id");
CREATE INDEX "Mail_personId_kind_createdAt_id_idx" ON "Mail"("personId", "kind", "createdAt", "id");
