-- The code of the language that a person chose. Empty: the browser's language.
ALTER TABLE "Person" ADD COLUMN "language" TEXT NOT NULL DEFAULT '' CHECK (length("language") <= 35);
