-- Two initials have 100,000 handles of five digits; where half of those are taken, new ones get six.
-- The check is written in its place, as in 20261201105000_as_on_postgresql: "Account" built anew would take along all
-- that points to it.
PRAGMA writable_schema = ON;
UPDATE "sqlite_schema" SET "sql" = replace(
  "sql",
  'CHECK ("handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*'')',
  'CHECK (("handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*''
    OR "handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*'')
    AND substr("handle", instr("handle", ''-'') + 1) NOT GLOB ''*[^a-z0-9]*'')'
) WHERE "type" = 'table' AND "name" = 'Account';
PRAGMA writable_schema = RESET;

-- Only a change of its own gives the schema another number, by which every open connection reads it again.
CREATE TABLE "Renewed" ("id" INTEGER);
DROP TABLE "Renewed";
