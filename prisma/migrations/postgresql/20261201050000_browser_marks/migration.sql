-- A part of the marks by which Steward knows a person's browsers. A new value makes all earlier marks invalid.
ALTER TABLE "Person" ADD COLUMN "browserSalt" TEXT NOT NULL DEFAULT '' CHECK (length("browserSalt") <= 64);
