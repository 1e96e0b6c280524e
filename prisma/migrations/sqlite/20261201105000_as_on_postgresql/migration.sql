-- What PostgreSQL has and SQLite had not.

-- 20261126000000_own_access built "Person" anew without it, so that each sweep looked through all people.
CREATE INDEX "Person_removedAt_idx" ON "Person"("removedAt") WHERE "removedAt" IS NOT NULL;

-- A moment in any other form would be out of order, and nothing but 0 and 1 is no or yes. A check says nothing of how rows
-- are kept, so SQLite lets it be written in its place (lang_altertable.html, 7). The index above gave the schema another
-- number, by which every open connection reads it again.
PRAGMA writable_schema = ON;
UPDATE "sqlite_schema" SET "sql" = replace(replace(
  "sql", '"leavesAt" DATETIME', '"leavesAt" DATETIME CHECK ("leavesAt" GLOB ''????-??-??T??:??:??.???+00:00'')'),
  '"handedOver" BOOLEAN NOT NULL DEFAULT false', '"handedOver" BOOLEAN NOT NULL DEFAULT false CHECK ("handedOver" IN (0, 1))'
) WHERE "type" = 'table' AND "name" = 'Mail';
UPDATE "sqlite_schema" SET "sql" = replace("sql", '"mail" BOOLEAN NOT NULL', '"mail" BOOLEAN NOT NULL CHECK ("mail" IN (0, 1))')
WHERE "type" = 'table' AND "name" = 'Installation';
PRAGMA writable_schema = RESET;
