-- A service keeps the reference by which the provider knows it, and never moves to another account.
CREATE TRIGGER "Service_stays" BEFORE UPDATE ON "Service" FOR EACH ROW
WHEN (
  NEW."id" IS DISTINCT FROM OLD."id"
  OR NEW."number" IS DISTINCT FROM OLD."number"
  OR NEW."accountId" IS DISTINCT FROM OLD."accountId"
  OR NEW."reference" IS DISTINCT FROM OLD."reference"
)
EXECUTE FUNCTION "Service_stays"();
