ALTER TABLE "Account" ADD COLUMN "servicesMade" INTEGER NOT NULL DEFAULT 0
  CHECK ("servicesMade" BETWEEN 0 AND 1073741823);

CREATE TABLE "Service" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "number" BIGINT NOT NULL,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "reference" TEXT NOT NULL CHECK (length("reference") BETWEEN 1 AND 64),
  "type" TEXT NOT NULL CHECK ("type" IN ('domain', 'web-hosting', 'email', 'virtual-server', 'other')),
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 255),
  "nameKey" TEXT NOT NULL CHECK (length("nameKey") <= 255),
  "providerName" TEXT NOT NULL CHECK (length("providerName") BETWEEN 1 AND 255),
  "status" TEXT NOT NULL CHECK ("status" IN ('active', 'suspended', 'expired')),
  "boughtOn" TEXT NOT NULL CHECK ("boughtOn" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  "renewsOn" TEXT NOT NULL CHECK ("renewsOn" GLOB '[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9]'),
  "automaticRenewal" BOOLEAN NOT NULL DEFAULT false CHECK ("automaticRenewal" IN (0, 1)),
  "lapsesOn" TEXT NOT NULL,
  "note" TEXT NOT NULL DEFAULT '' CHECK (length("note") <= 10000),
  "searchText" TEXT NOT NULL CHECK (length("searchText") <= 2000),
  "createdAt" DATETIME NOT NULL CHECK ("createdAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "editedBy" TEXT NOT NULL DEFAULT '' CHECK (length("editedBy") <= 1000),
  "editedAt" DATETIME NOT NULL CHECK ("editedAt" GLOB '????-??-??T??:??:??.???+00:00'),
  CONSTRAINT "Service_number_check" CHECK ("number" >> 30 = "accountId"),
  CONSTRAINT "Service_lapse_check" CHECK (
    "lapsesOn" = CASE WHEN "status" = 'active' AND NOT "automaticRenewal" THEN "renewsOn" ELSE '9999-12-31' END
  )
);

CREATE TABLE "ServiceCount" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "type" TEXT NOT NULL CHECK ("type" IN ('domain', 'web-hosting', 'email', 'virtual-server', 'other')),
  "status" TEXT NOT NULL CHECK ("status" IN ('active', 'suspended', 'expired')),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  PRIMARY KEY ("accountId", "type", "status")
);

CREATE TABLE "ServiceImport" (
  "id" TEXT NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "state" TEXT NOT NULL CHECK ("state" IN ('staging', 'applying')),
  "startedAt" DATETIME NOT NULL CHECK ("startedAt" GLOB '????-??-??T??:??:??.???+00:00'),
  "touchedAt" DATETIME NOT NULL CHECK ("touchedAt" GLOB '????-??-??T??:??:??.???+00:00')
);

CREATE TABLE "ServiceImportRow" (
  "importId" TEXT NOT NULL REFERENCES "ServiceImport" ("id") ON DELETE RESTRICT,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "reference" TEXT NOT NULL,
  "line" INTEGER NOT NULL,
  "type" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "boughtOn" TEXT NOT NULL,
  "renewsOn" TEXT NOT NULL,
  "automaticRenewal" BOOLEAN CHECK ("automaticRenewal" IN (0, 1)),
  PRIMARY KEY ("importId", "accountId", "reference")
);

CREATE UNIQUE INDEX "Service_number_key" ON "Service"("number");
CREATE UNIQUE INDEX "Service_accountId_reference_key" ON "Service"("accountId", "reference");

-- Each list walks one of these indexes in its own order.
CREATE INDEX "Service_accountId_nameKey_id_idx" ON "Service"("accountId", "nameKey", "id");
CREATE INDEX "Service_accountId_renewsOn_id_idx" ON "Service"("accountId", "renewsOn", "id");
CREATE INDEX "Service_accountId_boughtOn_id_idx" ON "Service"("accountId", "boughtOn", "id");
CREATE INDEX "Service_accountId_lapsesOn_id_idx" ON "Service"("accountId", "lapsesOn", "id");
CREATE INDEX "Service_accountId_type_nameKey_id_idx" ON "Service"("accountId", "type", "nameKey", "id");
CREATE INDEX "Service_accountId_type_renewsOn_id_idx" ON "Service"("accountId", "type", "renewsOn", "id");
CREATE INDEX "Service_accountId_type_boughtOn_id_idx" ON "Service"("accountId", "type", "boughtOn", "id");
CREATE INDEX "Service_accountId_type_lapsesOn_id_idx" ON "Service"("accountId", "type", "lapsesOn", "id");
CREATE INDEX "Service_accountId_status_nameKey_id_idx" ON "Service"("accountId", "status", "nameKey", "id");
CREATE INDEX "Service_accountId_status_renewsOn_id_idx" ON "Service"("accountId", "status", "renewsOn", "id");
CREATE INDEX "Service_accountId_status_boughtOn_id_idx" ON "Service"("accountId", "status", "boughtOn", "id");
CREATE INDEX "Service_accountId_type_status_nameKey_id_idx" ON "Service"("accountId", "type", "status", "nameKey", "id");
CREATE INDEX "Service_accountId_type_status_renewsOn_id_idx" ON "Service"("accountId", "type", "status", "renewsOn", "id");
CREATE INDEX "Service_accountId_type_status_boughtOn_id_idx" ON "Service"("accountId", "type", "status", "boughtOn", "id");

-- Text search. Its row numbers are the services' numbers, so the services of an account are one range. The text is stored only once.
CREATE VIRTUAL TABLE "ServiceSearch" USING fts5(
  "searchText", content = '', contentless_delete = 1, tokenize = 'trigram case_sensitive 1'
);

CREATE TRIGGER "Service_search_insert" AFTER INSERT ON "Service"
BEGIN
  INSERT INTO "ServiceSearch" (rowid, "searchText") VALUES (NEW."number", NEW."searchText");
END;

CREATE TRIGGER "Service_search_update" AFTER UPDATE OF "searchText" ON "Service"
WHEN NEW."searchText" IS NOT OLD."searchText"
BEGIN
  UPDATE "ServiceSearch" SET "searchText" = NEW."searchText" WHERE rowid = NEW."number";
END;

CREATE TRIGGER "Service_search_delete" AFTER DELETE ON "Service"
BEGIN
  DELETE FROM "ServiceSearch" WHERE rowid = OLD."number";
END;

-- A service keeps the reference by which the provider knows it, and never moves to another account.
CREATE TRIGGER "Service_stays" BEFORE UPDATE OF "id", "number", "accountId", "reference" ON "Service"
WHEN
  NEW."id" IS NOT OLD."id"
  OR NEW."number" IS NOT OLD."number"
  OR NEW."accountId" IS NOT OLD."accountId"
  OR NEW."reference" IS NOT OLD."reference"
BEGIN
  SELECT RAISE(ABORT, 'a service keeps id, number, account and reference');
END;
