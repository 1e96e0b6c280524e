-- Two initials have 100,000 handles of five digits; those that are half taken get six.
ALTER TABLE "Account" DROP CONSTRAINT "Account_handle_check";
ALTER TABLE "Account" ADD CONSTRAINT "Account_handle_check" CHECK ("handle" ~ '^[a-z]{2}[0-9]{5,6}-[a-z0-9]+$');
