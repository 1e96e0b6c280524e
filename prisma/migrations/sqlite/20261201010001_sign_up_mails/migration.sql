-- The email for a sign-up no longer shows what was typed.
UPDATE "Mail" SET "params" = '{}' WHERE "kind" = 'sign-up';
