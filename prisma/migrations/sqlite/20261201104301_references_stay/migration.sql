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
