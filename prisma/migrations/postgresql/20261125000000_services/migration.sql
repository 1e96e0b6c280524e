ALTER TABLE "Account" ADD COLUMN "servicesMade" INTEGER NOT NULL DEFAULT 0
  CHECK ("servicesMade" BETWEEN 0 AND 1073741823);

CREATE TABLE "Service" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "number" BIGINT NOT NULL,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "reference" TEXT COLLATE "C" NOT NULL CHECK (length("reference") BETWEEN 1 AND 64),
  "type" TEXT COLLATE "C" NOT NULL CHECK ("type" IN ('domain', 'web-hosting', 'email', 'virtual-server', 'other')),
  "name" TEXT NOT NULL CHECK (length("name") BETWEEN 1 AND 255),
  "nameKey" TEXT COLLATE "C" NOT NULL CHECK (length("nameKey") <= 255),
  "providerName" TEXT NOT NULL CHECK (length("providerName") BETWEEN 1 AND 255),
  "status" TEXT COLLATE "C" NOT NULL CHECK ("status" IN ('active', 'suspended', 'expired')),
  "boughtOn" TEXT COLLATE "C" NOT NULL CHECK ("boughtOn" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  "renewsOn" TEXT COLLATE "C" NOT NULL CHECK ("renewsOn" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'),
  "automaticRenewal" BOOLEAN NOT NULL DEFAULT false,
  "lapsesOn" TEXT COLLATE "C" NOT NULL,
  "note" TEXT NOT NULL DEFAULT '' CHECK (length("note") <= 10000),
  "searchText" TEXT NOT NULL CHECK (length("searchText") <= 2000),
  "createdAt" TIMESTAMPTZ(3) NOT NULL,
  "version" INTEGER NOT NULL DEFAULT 0 CHECK ("version" >= 0),
  "editedBy" TEXT NOT NULL DEFAULT '' CHECK (length("editedBy") <= 1000),
  "editedAt" TIMESTAMPTZ(3) NOT NULL,
  CONSTRAINT "Service_number_check" CHECK ("number" >> 30 = "accountId"),
  CONSTRAINT "Service_lapse_check" CHECK (
    "lapsesOn" = CASE WHEN "status" = 'active' AND NOT "automaticRenewal" THEN "renewsOn" ELSE '9999-12-31' END
  )
);

CREATE TABLE "ServiceCount" (
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "type" TEXT COLLATE "C" NOT NULL CHECK ("type" IN ('domain', 'web-hosting', 'email', 'virtual-server', 'other')),
  "status" TEXT COLLATE "C" NOT NULL CHECK ("status" IN ('active', 'suspended', 'expired')),
  "count" INTEGER NOT NULL CHECK ("count" >= 0),
  PRIMARY KEY ("accountId", "type", "status")
);

CREATE TABLE "ServiceImport" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "state" TEXT COLLATE "C" NOT NULL CHECK ("state" IN ('staging', 'applying')),
  "startedAt" TIMESTAMPTZ(3) NOT NULL,
  "touchedAt" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "ServiceImportRow" (
  "importId" TEXT COLLATE "C" NOT NULL REFERENCES "ServiceImport" ("id") ON DELETE RESTRICT,
  "accountId" INTEGER NOT NULL REFERENCES "Account" ("id") ON DELETE RESTRICT,
  "reference" TEXT COLLATE "C" NOT NULL,
  "line" INTEGER NOT NULL,
  "type" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "status" TEXT NOT NULL,
  "boughtOn" TEXT NOT NULL,
  "renewsOn" TEXT NOT NULL,
  "automaticRenewal" BOOLEAN,
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

-- Text search inside one account.
CREATE INDEX "Service_search_idx" ON "Service" USING gin ("accountId", "searchText" gin_trgm_ops);

-- A service keeps the reference by which the provider knows it, and never moves to another account.
CREATE FUNCTION "Service_stays"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a service keeps id, number, account and reference';
END;
$$;

CREATE TRIGGER "Service_stays" BEFORE UPDATE ON "Service" FOR EACH ROW
WHEN (
  NEW."id" IS DISTINCT FROM OLD."id"
  OR NEW."number" IS DISTINCT FROM OLD."number"
  OR NEW."accountId" IS DISTINCT FROM OLD."accountId"
  OR NEW."reference" IS DISTINCT FROM OLD."reference"
)
EXECUTE FUNCTION "Service_stays"();
