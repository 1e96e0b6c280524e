-- The mail of a sign-up tells nothing any more of what was typed.
UPDATE "Mail" SET "params" = '{}' WHERE "kind" = 'sign-up';
