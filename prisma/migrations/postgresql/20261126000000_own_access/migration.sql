-- Everyone's own access: two-factor, sessions with steps still to complete, links, emails and the log-in history.

ALTER TABLE "Person" ADD COLUMN "invited" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Person" ADD COLUMN "twoFactor" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Person" ADD COLUMN "fewerNotices" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "Person" DROP CONSTRAINT "Person_holder_check";
ALTER TABLE "Person" ADD CONSTRAINT "Person_holder_check" CHECK (
  CASE "kind"
    WHEN 'holder' THEN "privilege" = 'holder' AND "login" = '' AND "loginKey" IS NULL
      AND "disabledAt" IS NULL AND "removedAt" IS NULL AND NOT "invited"
    ELSE "privilege" <> 'holder' AND "loginKey" IS NOT NULL
  END
);
ALTER TABLE "Person" DROP CONSTRAINT "Person_status_check";
ALTER TABLE "Person" ADD CONSTRAINT "Person_status_check" CHECK (
  "status" = CASE
    WHEN "removedAt" IS NOT NULL THEN 'removed'
    WHEN "disabledAt" IS NOT NULL THEN 'disabled'
    WHEN "invited" THEN 'invited'
    WHEN "changeDue" THEN 'change-due'
    ELSE 'enabled'
  END
);
-- An invited user has not chosen a password yet.
ALTER TABLE "Person" ADD CONSTRAINT "Person_invited_check" CHECK (NOT "invited" OR "passwordHash" IS NULL);

-- The lists of users, filtered by whether users have two-factor.
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

ALTER TABLE "UserCount" DROP CONSTRAINT "UserCount_status_check";
ALTER TABLE "UserCount" ADD CONSTRAINT "UserCount_status_check"
  CHECK ("status" IN ('enabled', 'disabled', 'invited', 'change-due', 'removed'));
ALTER TABLE "UserCount" ADD COLUMN "twoFactor" INTEGER NOT NULL DEFAULT 0
  CONSTRAINT "UserCount_twoFactor_check" CHECK ("twoFactor" BETWEEN 0 AND "count");

-- How a session began, which step it must still complete, and when its person last proved who they are.
ALTER TABLE "Session" ADD COLUMN "method" TEXT COLLATE "C" NOT NULL DEFAULT 'password' CHECK (length("method") BETWEEN 1 AND 32);
ALTER TABLE "Session" ADD COLUMN "factorDue" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "Session" ADD COLUMN "provedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01T00:00:00.000+00:00';
ALTER TABLE "Session" ADD COLUMN "mailProved" BOOLEAN NOT NULL DEFAULT false;

-- For whom the account requires two-factor, and from when.
ALTER TABLE "Account" ADD COLUMN "twoFactorFor" TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK ("twoFactorFor" IN ('', 'writers', 'everyone'));
ALTER TABLE "Account" ADD COLUMN "twoFactorFrom" TIMESTAMPTZ(3) NOT NULL DEFAULT '1970-01-01T00:00:00.000+00:00';

-- A person's verification methods. Their secrets are encrypted with the installation's secret (lib/security/encryption.ts).
CREATE TABLE "Factor" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT COLLATE "C" NOT NULL,
  "kind" TEXT COLLATE "C" NOT NULL CHECK ("kind" IN ('app', 'key')),
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 64),
  "secret" TEXT CHECK (length("secret") <= 1000),
  "lastStep" INTEGER NOT NULL DEFAULT 0 CHECK ("lastStep" >= 0),
  "credentialId" TEXT COLLATE "C" CHECK (length("credentialId") <= 1400),
  "publicKey" TEXT CHECK (length("publicKey") <= 4000),
  "counter" BIGINT NOT NULL DEFAULT 0 CHECK ("counter" >= 0),
  "transports" TEXT NOT NULL DEFAULT '' CHECK (length("transports") <= 255),
  "passkey" BOOLEAN NOT NULL DEFAULT false,
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "lastUsedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Factor_parts_check" CHECK (
    CASE "kind"
      WHEN 'app' THEN "secret" IS NOT NULL AND "credentialId" IS NULL AND "publicKey" IS NULL AND NOT "passkey"
      ELSE "secret" IS NULL AND "credentialId" IS NOT NULL AND "publicKey" IS NOT NULL
    END
  ),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

CREATE TABLE "BackupCode" (
  "personId" TEXT COLLATE "C" NOT NULL,
  "hash" TEXT COLLATE "C" NOT NULL CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "salt" TEXT COLLATE "C" NOT NULL CHECK (length("salt") BETWEEN 1 AND 64),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  PRIMARY KEY ("personId", "hash"),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Answered challenges, so that none is answered twice.
CREATE TABLE "UsedChallenge" (
  "hash" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK ("hash" ~ '^[0-9a-f]{64}$'),
  "expiresAt" TIMESTAMPTZ(3) NOT NULL
);

-- Links that were sent by email and not used yet. A person who is signing up has no account yet.
CREATE TABLE "Link" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "tokenHash" TEXT COLLATE "C" NOT NULL CHECK ("tokenHash" ~ '^[0-9a-f]{64}$'),
  "purpose" TEXT COLLATE "C" NOT NULL CHECK (length("purpose") BETWEEN 1 AND 32),
  "accountId" INTEGER REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT COLLATE "C",
  "data" TEXT NOT NULL DEFAULT '' CHECK (length("data") <= 8000),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "expiresAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Link_person_check" CHECK (("accountId" IS NULL) = ("personId" IS NULL)),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Emails to send, and sent emails. "secret" is the encrypted token of the link. It is deleted when the email is sent.
CREATE TABLE "Mail" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT COLLATE "C",
  "recipient" TEXT NOT NULL CHECK (length("recipient") <= 254),
  "kind" TEXT COLLATE "C" NOT NULL CHECK (length("kind") BETWEEN 1 AND 64),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "params" TEXT NOT NULL CHECK (length("params") <= 8000),
  "linkId" TEXT COLLATE "C",
  "secret" TEXT CHECK (length("secret") <= 1000),
  "state" TEXT COLLATE "C" NOT NULL CHECK ("state" IN ('waiting', 'sent', 'failed', 'void')),
  "attempts" INTEGER NOT NULL DEFAULT 0 CHECK ("attempts" >= 0),
  "unsure" INTEGER NOT NULL DEFAULT 0 CHECK ("unsure" >= 0),
  "dueAt" TIMESTAMPTZ(3) NOT NULL,
  "ticket" TEXT COLLATE "C" NOT NULL DEFAULT '' CHECK (length("ticket") <= 64),
  "problem" TEXT NOT NULL DEFAULT '' CHECK (length("problem") <= 255),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "sentAt" TIMESTAMPTZ(3),
  CONSTRAINT "Mail_person_check" CHECK (("accountId" IS NULL) = ("personId" IS NULL)),
  CONSTRAINT "Mail_left_check" CHECK ("secret" IS NULL OR "state" = 'waiting'),
  FOREIGN KEY ("accountId", "personId") REFERENCES "Person" ("accountId", "id") ON DELETE RESTRICT
);

-- Log-ins and refused log-ins: who, when, how and from where.
CREATE TABLE "SignIn" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "personId" TEXT COLLATE "C" NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "method" TEXT COLLATE "C" NOT NULL CHECK (length("method") BETWEEN 1 AND 32),
  "outcome" TEXT COLLATE "C" NOT NULL CHECK (length("outcome") BETWEEN 1 AND 32),
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
