-- Requests for an account, or for another email address. They are stored in the same way whether or not the address is taken, and
-- answered later.
CREATE TABLE "SignUpRequest" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "typed" TEXT NOT NULL CHECK (length("typed") <= 8000),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "createdAt" TIMESTAMPTZ(3) NOT NULL
);

CREATE TABLE "AddressRequest" (
  "id" TEXT COLLATE "C" NOT NULL PRIMARY KEY CHECK (length("id") BETWEEN 1 AND 64),
  "personId" TEXT NOT NULL CHECK (length("personId") BETWEEN 1 AND 64),
  "typed" TEXT NOT NULL CHECK (length("typed") <= 4000),
  "language" TEXT NOT NULL CHECK (length("language") <= 35),
  "address" TEXT NOT NULL CHECK (length("address") <= 64),
  "createdAt" TIMESTAMPTZ(3) NOT NULL
);

CREATE INDEX "SignUpRequest_createdAt_id_idx" ON "SignUpRequest"("createdAt", "id");
CREATE INDEX "AddressRequest_createdAt_id_idx" ON "AddressRequest"("createdAt", "id");
CREATE INDEX "AddressRequest_personId_idx" ON "AddressRequest"("personId");
