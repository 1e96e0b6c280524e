-- A part of the marks by which a person's browsers are known: with another value none of those of before is good.
ALTER TABLE "Person" ADD COLUMN "browserSalt" TEXT NOT NULL DEFAULT '' CHECK (length("browserSalt") <= 64);
