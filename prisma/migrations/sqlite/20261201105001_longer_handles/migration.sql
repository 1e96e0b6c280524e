-- Each pair of initials has 100,000 handles of five digits. If half of them are taken, new handles get six digits.
-- The check is edited in the schema itself, as in 20261201105000_as_on_postgresql. Building "Account" again would also mean building all
-- tables that reference it.
PRAGMA writable_schema = ON;
UPDATE "sqlite_schema" SET "sql" = replace(
  "sql",
  'CHECK ("handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*'')',
  'CHECK (("handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*''
    OR "handle" GLOB ''[a-z][a-z][0-9][0-9][0-9][0-9][0-9][0-9]-[a-z0-9]*'')
    AND substr("handle", instr("handle", ''-'') + 1) NOT GLOB ''*[^a-z0-9]*'')'
) WHERE "type" = 'table' AND "name" = 'Account';
PRAGMA writable_schema = RESET;

-- Only a separate change gives the schema a new number, so that every open connection reads it again.
CREATE TABLE "Renewed" ("id" INTEGER);
DROP TABLE "Renewed";
