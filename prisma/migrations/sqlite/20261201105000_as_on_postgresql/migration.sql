-- What PostgreSQL has and SQLite lacked.

-- 20261126000000_own_access built "Person" again without this index, so each sweep looked through all people.
CREATE INDEX "Person_removedAt_idx" ON "Person"("removedAt") WHERE "removedAt" IS NOT NULL;

-- A time in any other form would be sorted wrongly, and a boolean is 0 or 1. A check does not change how rows are stored, so SQLite
-- allows editing it in the schema itself (lang_altertable.html, 7). The index above gave the schema a new number, so every open
-- connection reads it again.
PRAGMA writable_schema = ON;
UPDATE "sqlite_schema" SET "sql" = replace(replace(
  "sql", '"leavesAt" DATETIME', '"leavesAt" DATETIME CHECK ("leavesAt" GLOB ''????-??-??T??:??:??.???+00:00'')'),
  '"handedOver" BOOLEAN NOT NULL DEFAULT false', '"handedOver" BOOLEAN NOT NULL DEFAULT false CHECK ("handedOver" IN (0, 1))'
) WHERE "type" = 'table' AND "name" = 'Mail';
UPDATE "sqlite_schema" SET "sql" = replace("sql", '"mail" BOOLEAN NOT NULL', '"mail" BOOLEAN NOT NULL CHECK ("mail" IN (0, 1))')
WHERE "type" = 'table' AND "name" = 'Installation';
PRAGMA writable_schema = RESET;
